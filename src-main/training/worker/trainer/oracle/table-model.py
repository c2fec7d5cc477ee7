"""Oracle of the networks for tables: scikit-learn's logistic regression, and PyTorch's training of a network with embeddings."""
import json, sys
import numpy as np

spec = json.load(open(sys.argv[1]))


def logistic(case):
    from sklearn.linear_model import LogisticRegression
    x = np.array(case['x']).reshape(case['rows'], -1)
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(x, case['y'])
    return {'weight': model.coef_.T.flatten().tolist(), 'bias': model.intercept_.tolist()}


def network(case):
    import torch, torch.nn.functional as F
    P = {k: torch.tensor(np.array(v['data'], 'f4').reshape(v['shape']), requires_grad=True)
         for k, v in case['parameters'].items()}
    numbers = torch.tensor(case['numbers']).reshape(case['rows'], -1)
    categories = torch.tensor(case['categories']).reshape(case['rows'], -1)
    labels = torch.tensor(case['labels'])
    matrices = [p for k, p in P.items() if p.dim() > 1]
    others = [p for k, p in P.items() if p.dim() == 1]
    optimizer = torch.optim.AdamW([{'params': matrices}, {'params': others, 'weight_decay': 0}], lr=1e-2, weight_decay=0.1)
    losses = []
    for _ in range(case['steps']):
        tables = [P[f'embedding.table{i + 1}'][categories[:, i]] for i in range(categories.shape[1])]
        h = torch.cat([numbers, *tables], 1)
        h = F.silu(h @ P['dense1.weight'] + P['dense1.bias'])
        h = F.silu(h @ P['dense2.weight'] + P['dense2.bias'])
        loss = F.cross_entropy(h @ P['dense3.weight'] + P['dense3.bias'], labels, label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(P.values(), 0.5)
        optimizer.step()
        losses.append(loss.item())
    return {'losses': losses, 'parameters': {k: v.detach().flatten().tolist() for k, v in P.items()}}


print(json.dumps([{'logistic': logistic, 'network': network}[case['kind']](case) for case in spec]))
