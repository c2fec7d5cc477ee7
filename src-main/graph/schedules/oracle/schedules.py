"""Oracle of the schedules: factors of PyTorch's schedulers, and the course of its plateau, for the cases of a JSON file."""
import json, sys
import torch
from torch.optim import lr_scheduler as s

kinds = {
    'constant': lambda o: s.ConstantLR(o, factor=1.0),
    'step': lambda o, every, gamma=0.1: s.StepLR(o, every, gamma),
    'exponential': lambda o, gamma: s.ExponentialLR(o, gamma),
    'cosine': lambda o, steps, least=0: s.CosineAnnealingLR(o, steps, least),
    'restart': lambda o, steps, least=0, growth=1: s.CosineAnnealingWarmRestarts(o, steps, growth, least),
    'oneCycle': lambda o, steps, rise=0.3, startDivisor=25, endDivisor=1e4: s.OneCycleLR(
        o, 1.0, steps, pct_start=rise, div_factor=startDivisor, final_div_factor=endDivisor),
}


def warm(o, steps, start, kind, options):
    line = s.LinearLR(o, start_factor=start, total_iters=steps)
    return s.SequentialLR(o, [line, kinds[kind](o, **options)], milestones=[steps])


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)


def factors(case):
    o = optimizer()
    if 'warm' in case:
        scheduler = warm(o, case['warm']['steps'], case['warm']['from'], case['kind'], case['options'])
    else:
        scheduler = kinds[case['kind']](o, **case['options'])
    out = []
    for _ in range(case['count']):
        out.append(o.param_groups[0]['lr'])
        o.step()
        scheduler.step()
    return out


def plateau(case):
    names = {'factor': 'factor', 'patience': 'patience', 'threshold': 'threshold', 'cooldown': 'cooldown', 'least': 'min_lr'}
    o = optimizer()
    options = {names[k]: v for k, v in case['options'].items() if k in names}
    mode = 'max' if case['options'].get('better') == 'higher' else 'min'
    scheduler = s.ReduceLROnPlateau(o, mode=mode, eps=0, **options)
    out = []
    for value in case['values']:
        scheduler.step(value)
        out.append(o.param_groups[0]['lr'])
    return out


print(json.dumps([plateau(c) if 'values' in c else factors(c) for c in json.load(open(sys.argv[1]))]))
