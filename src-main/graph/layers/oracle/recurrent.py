"""Oracle of recurrent layers: PyTorch's output and gradients for each case of a JSON file, in double precision.

The loss is the sum of the output times cos(1), cos(2), ... The gates of ONNX and PyTorch differ in order.
"""
import json, sys
import torch, torch.nn as nn

# The place of each of PyTorch's gates among ONNX's (LSTM i, f, g, o of i, o, f, z; GRU r, z, n of z, r, n).
orders = {'lstm': [0, 2, 3, 1], 'gru': [1, 0, 2], 'rnn': [0]}


def answer(case):
    kind, hidden, order = case['kind'], case['hidden'], orders[case['kind']]
    given = {k: torch.tensor(v['data'], dtype=torch.float64).reshape(v['shape']).requires_grad_()
             for k, v in case['parameters'].items()}
    x = torch.tensor(case['x'], dtype=torch.float64).reshape(case['shape']).requires_grad_()
    make = {'lstm': nn.LSTM, 'gru': nn.GRU, 'rnn': nn.RNN}[kind]
    extra = {'nonlinearity': case['activation'].lower()} if kind == 'rnn' else {}
    directions = 2 if case['bidirectional'] else 1
    net = make(x.shape[2], hidden, bidirectional=directions == 2, **extra).double()

    def reordered(rows):
        parts = rows.split(hidden, 0)
        return torch.cat([parts[place] for place in order])

    weights = {}
    for d in range(directions):
        suffix = '_reverse' if d else ''
        bias = given['layer.bias'][d]
        gates = len(order) * hidden
        hidden_bias = bias[gates:] if kind == 'gru' else torch.zeros(gates, dtype=torch.float64)
        weights['weight_ih_l0' + suffix] = reordered(given['layer.input'][d])
        weights['weight_hh_l0' + suffix] = reordered(given['layer.recurrent'][d])
        weights['bias_ih_l0' + suffix] = reordered(bias[:gates])
        weights['bias_hh_l0' + suffix] = reordered(hidden_bias)
    sequence, state = torch.func.functional_call(net, weights, (x,))
    last = state[0] if isinstance(state, tuple) else state
    y = sequence if case['returns'] == 'sequence' else torch.cat(list(last), 1)
    (y.flatten() * torch.cos(torch.arange(1, y.numel() + 1, dtype=torch.float64))).sum().backward()
    gradients = {k: v.grad.flatten().tolist() for k, v in given.items()}
    return {'y': y.flatten().tolist(), 'gradients': {**gradients, 'x': x.grad.flatten().tolist()}}


print(json.dumps([answer(case) for case in json.load(open(sys.argv[1]))]))
