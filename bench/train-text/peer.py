"""The peer: the same training step in PyTorch, on two threads. Arguments: a case as JSON, "flushed" or "default"."""
import json, statistics, sys, time
import torch, torch.nn as nn, torch.nn.functional as F

case, denormals = json.loads(sys.argv[1]), sys.argv[2]
torch.set_num_threads(2)
torch.set_flush_denormal(denormals == 'flushed')
torch.manual_seed(1)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(case['vocabulary'], case['embedding'])
        self.lstm = nn.LSTM(case['embedding'], case['hidden'])
        self.output = nn.Linear(case['hidden'], case['classes'])
    def forward(self, ids):
        return self.output(self.lstm(self.embedding(ids))[1][0][0])

net = Net()
optimizer = torch.optim.Adam(net.parameters())
ids = torch.randint(0, case['vocabulary'], (case['length'], case['batch']))
labels = torch.randint(0, case['classes'], (case['batch'],))

def step():
    optimizer.zero_grad()
    loss = F.cross_entropy(net(ids), labels)
    loss.backward()
    optimizer.step()
    return loss.item()

for _ in range(4):
    step()
print('ready', flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    print(statistics.median(times) * 1e3, flush=True)
