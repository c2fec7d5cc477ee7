/** @file How other programs log runs here, ready to paste: each is run as it stands by a test. */

export const LOG_SNIPPETS = ['mlflow', 'python', 'javascript', 'curl', 'lathe'] as const;
export type LogSnippet = (typeof LOG_SNIPPETS)[number];

export const SETUP_SHELLS = ['posix', 'powershell'] as const;
export type SetupShell = (typeof SETUP_SHELLS)[number];

interface Setup {
  /** e.g. `http://127.0.0.1:4720`. */
  readonly address: string;
  /** Of the MLflow door; a placeholder where none was made yet. */
  readonly key: string | undefined;
}

/** Where programs log and with which key: both stand in the environment, so that a key is in no file. */
export function logSetup({ address, key = 'KEY' }: Setup, shell: SetupShell): string {
  const begin = shell === 'posix' ? ['export ', '='] : ['$env:', ' = '];
  return [
    ['MLFLOW_TRACKING_URI', address],
    ['MLFLOW_TRACKING_TOKEN', key],
  ]
    .map(([name, value]) => `${begin[0]}${name}${begin[1]}'${value}'`)
    .join('\n');
}

/** One argument, whatever characters it holds, in a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** @param folder of the workspace, where this machine's own is looked at: a command goes to the default one otherwise */
export function logSnippet(snippet: LogSnippet, folder: string | null): string {
  const text = SNIPPETS[snippet];
  if (snippet !== 'lathe' || folder === null) return text;
  return text.replace('lathe log', () => `lathe log --workspace ${quoted(folder)}`);
}

/** What takes its place and its key from the environment, and `lathe log`, which needs neither. */
const SNIPPETS: Readonly<Record<LogSnippet, string>> = {
  mlflow: `import mlflow

with mlflow.start_run(run_name='MLflow run'):
    mlflow.log_param('lr', 0.001)
    for step in range(1, 4):
        mlflow.log_metric('loss', 1 / step, step=step)`,
  python: `import json, os, time, urllib.request

def send(route, **fields):
    request = urllib.request.Request(
        os.environ['MLFLOW_TRACKING_URI'] + '/api/2.0/mlflow/' + route,
        json.dumps(fields).encode(),
        {
            'authorization': 'Bearer ' + os.environ['MLFLOW_TRACKING_TOKEN'],
            'content-type': 'application/json',
        },
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)

run = send('runs/create', experiment_id='0', run_name='Python run')['run']['info']['run_id']
send('runs/log-parameter', run_id=run, key='lr', value='0.001')
for step in range(1, 4):
    now = int(time.time() * 1000)
    send('runs/log-metric', run_id=run, key='loss', value=1 / step, step=step, timestamp=now)
send('runs/update', run_id=run, status='FINISHED')`,
  javascript: `async function send(route, fields) {
  const response = await fetch(process.env.MLFLOW_TRACKING_URI + '/api/2.0/mlflow/' + route, {
    method: 'POST',
    headers: {
      authorization: 'Bearer ' + process.env.MLFLOW_TRACKING_TOKEN,
      'content-type': 'application/json',
    },
    body: JSON.stringify(fields),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const { run } = await send('runs/create', { experiment_id: '0', run_name: 'JavaScript run' });
const { run_id } = run.info;
await send('runs/log-parameter', { run_id, key: 'lr', value: '0.001' });
for (let step = 1; step <= 3; step++)
  await send('runs/log-metric', { run_id, key: 'loss', value: 1 / step, step, timestamp: Date.now() });
await send('runs/update', { run_id, status: 'FINISHED' });`,
  curl: `send() {
  curl -sS --fail-with-body "$MLFLOW_TRACKING_URI/api/2.0/mlflow/$1" \\
    -H "authorization: Bearer $MLFLOW_TRACKING_TOKEN" \\
    -H 'content-type: application/json' \\
    -d "$2"
}

run=$(send runs/create '{"experiment_id": "0", "run_name": "curl run"}' \\
  | sed 's/.*"run_id":"\\([^"]*\\)".*/\\1/')
send runs/log-parameter "{\\"run_id\\": \\"$run\\", \\"key\\": \\"lr\\", \\"value\\": \\"0.001\\"}"
for step in 1 2 3; do
  send runs/log-metric "{\\"run_id\\": \\"$run\\", \\"key\\": \\"loss\\", \\"value\\": 0.$step, \\"step\\": $step}"
done
send runs/update "{\\"run_id\\": \\"$run\\", \\"status\\": \\"FINISHED\\"}"`,
  lathe: `for step in 1 2 3; do
  echo "step=$step loss=0.$step"
done | lathe log --experiment Default --name 'lathe run' --set lr=0.001`,
};
