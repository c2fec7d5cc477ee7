"""Oracle of the optimizers: parameters after each step of PyTorch's, for each case of a JSON file, in double precision."""
import json, sys
import torch


class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2, which PyTorch does not have."""

    def __init__(self, groups, lr, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(groups, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            b1, b2 = group['betas']
            for p in group['params']:
                m = self.state[p].setdefault('m', torch.zeros_like(p))
                update = (b1 * m + (1 - b1) * p.grad).sign()
                p.sub_(group['lr'] * (update + group['weight_decay'] * p))
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


kinds = {
    'sgd': (torch.optim.SGD, {'momentum': 'momentum', 'dampening': 'dampening', 'nesterov': 'nesterov'}),
    'adam': (torch.optim.Adam, {'epsilon': 'eps'}),
    'adamW': (torch.optim.AdamW, {'epsilon': 'eps'}),
    'rmsprop': (torch.optim.RMSprop, {'alpha': 'alpha', 'epsilon': 'eps', 'momentum': 'momentum', 'centered': 'centered'}),
    'adagrad': (torch.optim.Adagrad, {'learningRateDecay': 'lr_decay', 'epsilon': 'eps'}),
    'lion': (Lion, {}),
}


def run(case):
    kind, names = kinds[case['optimizer']]
    options = dict(case['options'])
    parameter = torch.tensor(case['parameter'], dtype=torch.float64, requires_grad=True)
    settings = {'lr': case['learningRates'][0]}
    if 'beta1' in options or 'beta2' in options:
        settings['betas'] = (options.pop('beta1', 0.9), options.pop('beta2', 0.999))
    decay = options.pop('weightDecay', None)
    if not case['decays']:
        decay = 0
    if decay is not None:
        settings['weight_decay'] = decay
    settings.update({names[name]: value for name, value in options.items()})
    optimizer = kind([parameter], **settings)
    path = []
    for gradient, rate in zip(case['gradients'], case['learningRates']):
        optimizer.param_groups[0]['lr'] = rate
        parameter.grad = torch.tensor(gradient, dtype=torch.float64)
        optimizer.step()
        path.append(parameter.tolist())
    return path


print(json.dumps([run(case) for case in json.load(open(sys.argv[1]))]))
