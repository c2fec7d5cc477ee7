"""Oracle of the training step: PyTorch's loss and gradients for the parameters and the batch of a JSON file."""
import json, sys
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

spec = json.load(open(sys.argv[1]))
P = {k: torch.tensor(np.array(v['data'], 'f4').reshape(v['shape'])) for k, v in spec['parameters'].items()}
H = spec['hidden']

def torch_order(rows):  # ONNX stacks the gates as i, o, f, z; PyTorch as i, f, z, o
    i, o, f, z = rows.split(H, 0)
    return torch.cat([i, f, z, o], 0)

def onnx_order(rows):
    i, f, z, o = rows.split(H, 0)
    return torch.cat([i, o, f, z], 0)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        table, w, r = P['embedding.table'], P['lstm.input'][0], P['lstm.recurrent'][0]
        self.e = nn.Embedding(*table.shape)
        self.l = nn.LSTM(table.shape[1], H)
        self.o = nn.Linear(H, P['output.bias'].shape[0])
        with torch.no_grad():
            self.e.weight.copy_(table)
            self.l.weight_ih_l0.copy_(torch_order(w))
            self.l.weight_hh_l0.copy_(torch_order(r))
            self.l.bias_ih_l0.copy_(torch_order(P['lstm.bias'][0]))
            self.l.bias_hh_l0.zero_()
            self.o.weight.copy_(P['output.weight'].T)
            self.o.bias.copy_(P['output.bias'])
    def forward(self, ids):
        return self.o(self.l(self.e(ids.T))[1][0][0])

net = Net()
ids = torch.tensor(spec['features']).reshape(spec['batch'], -1)
each = F.cross_entropy(net(ids), torch.tensor(spec['labels']), reduction='none')
weights = torch.tensor(spec['weights'])
loss = (each * weights).sum() / weights.sum()
loss.backward()
gradients = {
    'embedding.table': net.e.weight.grad,
    'lstm.input': onnx_order(net.l.weight_ih_l0.grad),
    'lstm.recurrent': onnx_order(net.l.weight_hh_l0.grad),
    'lstm.bias': onnx_order(net.l.bias_ih_l0.grad),
    'output.weight': net.o.weight.grad.T,
    'output.bias': net.o.bias.grad,
}
print(json.dumps({"loss": loss.item(), 'gradients': {k: v.flatten().tolist() for k, v in gradients.items()}}))
