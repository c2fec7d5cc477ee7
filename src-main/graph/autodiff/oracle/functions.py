"""Oracle of operators: value and gradients of Σ w y by PyTorch, for each case of a JSON file, in double precision."""
import json, sys
import torch
from torch.nn import functional as F

activations = {
    'Relu': F.relu,
    'LeakyRelu': lambda x: F.leaky_relu(x, 0.1),
    'PRelu': F.prelu,
    'ThresholdedRelu': lambda x: F.threshold(x, 0.25, 0.0),
    'Elu': lambda x: F.elu(x, 0.7),
    'Selu': F.selu,
    'Celu': lambda x: F.celu(x, 0.7),
    'Sigmoid': torch.sigmoid,
    'HardSigmoid': F.hardsigmoid,
    'HardSwish': F.hardswish,
    'Tanh': torch.tanh,
    'Gelu': F.gelu,
    'Gelu tanh': lambda x: F.gelu(x, approximate='tanh'),
    'Mish': F.mish,
    'Softplus': F.softplus,
    'Softsign': F.softsign,
    'Shrink': F.softshrink,
    'SiLU': F.silu,
    'Erf': torch.erf,
    'Abs': torch.abs,
    'Clip': lambda x: torch.clamp(x, -0.5, 0.75),
    'Max': torch.maximum,
    'Min': torch.minimum,
}

reductions = {
    'ReduceSum': lambda x, d: x.sum(d),
    'ReduceMean': lambda x, d: x.mean(d),
    'ReduceMax': lambda x, d: x.amax(d),
    'ReduceMin': lambda x, d: x.amin(d),
    'ReduceProd': lambda x, d: x.prod(d[0]),
    'ReduceL1': lambda x, d: torch.linalg.vector_norm(x, 1, d),
    'ReduceL2': lambda x, d: torch.linalg.vector_norm(x, 2, d),
    'ReduceLogSum': lambda x, d: x.square().sum(d).log(),
    'ReduceLogSumExp': lambda x, d: torch.logsumexp(x, d),
    'ReduceSumSquare': lambda x, d: x.square().sum(d),
    'CumSum': lambda x, d: x.cumsum(d[0]),
    'Softmax': lambda x, d: x.softmax(d[0]),
    'LogSoftmax': lambda x, d: x.log_softmax(d[0]),
}


def run(case):
    inputs = [torch.tensor(x['data'], dtype=torch.float64).reshape(x['shape']).requires_grad_() for x in case['inputs']]
    name, axes = case['name'], case['axes']
    y = activations[name](*inputs) if axes is None else reductions[name](inputs[0], axes)
    weights = torch.cos(torch.arange(y.numel(), dtype=torch.float64) + 1)
    (y.reshape(-1) * weights).sum().backward()
    return {'y': y.reshape(-1).tolist(), 'gradients': [x.grad.reshape(-1).tolist() for x in inputs]}


print(json.dumps([run(case) for case in json.load(open(sys.argv[1]))]))
