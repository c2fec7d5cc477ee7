"""The peer: the same outcome with pandas and SQLite. Arguments: the file, the database to make.

Each text is normalized (NFC), named by its SHA-256, kept once, and stored with its label, durably, in batches.
"""
import hashlib, json, resource, sqlite3, sys, time, unicodedata
import pandas as pd

file, database = sys.argv[1:3]
start = time.perf_counter()
db = sqlite3.connect(database)
db.execute('PRAGMA journal_mode = WAL')
db.execute('PRAGMA synchronous = FULL')
db.execute('CREATE TABLE samples (position INTEGER PRIMARY KEY, id TEXT UNIQUE, text TEXT, label TEXT)')
for chunk in pd.read_csv(file, chunksize=1000, dtype=str, keep_default_na=False):
    rows = []
    for text, label in zip(chunk['text'], chunk['label']):
        text = unicodedata.normalize('NFC', text.replace('\r\n', '\n')).rstrip()
        rows.append((hashlib.sha256(text.encode()).hexdigest(), text, label))
    with db:
        db.executemany('INSERT OR IGNORE INTO samples (id, text, label) VALUES (?, ?, ?)', rows)
seconds = time.perf_counter() - start
samples = db.execute('SELECT count(*) FROM samples').fetchone()[0]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == 'darwin' else 1024)
print(json.dumps({'seconds': seconds, 'samples': samples, 'peakBytes': peak, 'workbenchBytes': peak, 'workerBytes': None}))
