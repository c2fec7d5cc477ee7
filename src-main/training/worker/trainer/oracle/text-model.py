"""Oracle of the training step: PyTorch's loss and gradients for the parameters and the batch of a JSON file."""
import json, sys
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

spec = json.load(open(sys.argv[1]))
P = {k: torch.tensor(np.array(v['data'], 'f4').reshape(v['shape'])) for k, v in spec['parameters'].items()}
H = spec['hidden']

GRU = spec['kind'] == 'gru'
LAYER = 'gru' if GRU else 'lstm'
# The place of each of PyTorch's gates among ONNX's: LSTM i, f, g, o of i, o, f, z; GRU r, z, n of z, r, n.
ORDER = [1, 0, 2] if GRU else [0, 2, 3, 1]
ROWS = len(ORDER) * H
DIRECTIONS = 2 if spec['kind'] == 'bilstm' else 1

def torch_order(rows):
    parts = rows.split(H, 0)
    return torch.cat([parts[place] for place in ORDER], 0)

def onnx_order(rows):
    parts = rows.split(H, 0)
    return torch.cat([parts[ORDER.index(gate)] for gate in range(len(ORDER))], 0)

def of_direction(name, direction):
    return getattr(net.l, name + '_l0' + ('_reverse' if direction else ''))

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        table = P['embedding.table']
        self.e = nn.Embedding(*table.shape)
        self.l = (nn.GRU if GRU else nn.LSTM)(table.shape[1], H, bidirectional=DIRECTIONS == 2)
        self.o = nn.Linear(DIRECTIONS * H, P['output.bias'].shape[0])
    def forward(self, ids):
        state = self.l(self.e(ids.T))[1]
        return self.o(torch.cat(list(state if GRU else state[0]), 1))

def load():
    with torch.no_grad():
        net.e.weight.copy_(P['embedding.table'])
        net.o.weight.copy_(P['output.weight'].T)
        net.o.bias.copy_(P['output.bias'])
        for d in range(DIRECTIONS):
            bias = P[LAYER + '.bias'][d]
            of_direction('weight_ih', d).copy_(torch_order(P[LAYER + '.input'][d]))
            of_direction('weight_hh', d).copy_(torch_order(P[LAYER + '.recurrent'][d]))
            of_direction('bias_ih', d).copy_(torch_order(bias[:ROWS]))
            of_direction('bias_hh', d).copy_(torch_order(bias[ROWS:]) if GRU else 0 * bias)

def gradient(*names):
    """Of the named parameters of all directions, in ONNX's order."""
    return torch.cat([onnx_order(of_direction(name, d).grad) for d in range(DIRECTIONS) for name in names])

net = Net()
load()
ids = torch.tensor(spec['features']).reshape(spec['batch'], -1)
each = F.cross_entropy(net(ids), torch.tensor(spec['labels']), reduction='none')
weights = torch.tensor(spec['weights'])
loss = (each * weights).sum() / weights.sum()
loss.backward()
gradients = {
    'embedding.table': net.e.weight.grad,
    LAYER + '.input': gradient('weight_ih'),
    LAYER + '.recurrent': gradient('weight_hh'),
    LAYER + '.bias': gradient('bias_ih', 'bias_hh') if GRU else gradient('bias_ih'),
    'output.weight': net.o.weight.grad.T,
    'output.bias': net.o.bias.grad,
}
print(json.dumps({"loss": loss.item(), 'gradients': {k: v.flatten().tolist() for k, v in gradients.items()}}))
