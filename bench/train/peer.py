"""The peer: the training step of a workload in PyTorch (forward, backward, Adam), on two threads.

Arguments: a workload (W1 ... W16, text) and "default" or "flushed" (torch.set_flush_denormal). Says `ready`, then answers each
line `n` with the median milliseconds of n steps and the peak memory of the process in bytes.
"""
import sys
import torch, torch.nn as nn, torch.nn.functional as F
from answer import answer


class Cifar(nn.Sequential):
    """The network of the Keras tutorial for CIFAR-10."""
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(),
            nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10))


class Mnist(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        def conv(inputs, outputs, kernel=3, stride=1):
            return nn.Sequential(
                nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))
        self.stem = conv(3, 16)
        self.first = nn.Sequential(conv(16, 16), nn.ReLU(), conv(16, 16))
        self.second = nn.Sequential(conv(16, 32, 3, 2), nn.ReLU(), conv(32, 32))
        self.shortcut = conv(16, 32, 1, 2)
        self.output = nn.Linear(32, 10)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = F.relu(x + self.first(x))
        x = F.relu(self.shortcut(x) + self.second(x))
        return self.output(x.mean((2, 3)))


class Recurrent(nn.Module):
    """Embedding, a recurrent layer, and a dense layer on its last state (both last states where it reads both ways)."""
    def __init__(self, kind, vocabulary, embedding, hidden, outputs, bidirectional=False):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.recurrent = kind(embedding, hidden, bidirectional=bidirectional)
        self.output = nn.Linear(hidden * (2 if bidirectional else 1), outputs)

    def forward(self, ids):
        state = self.recurrent(self.embedding(ids))[1]
        last = state[0] if isinstance(state, tuple) else state
        return self.output(torch.cat(list(last), 1))


class Attention(nn.Module):
    def __init__(self, width, heads, causal):
        super().__init__()
        self.qkv, self.output, self.heads, self.causal = nn.Linear(width, 3 * width), nn.Linear(width, width), heads, causal

    def forward(self, x):
        batch, time_, width = x.shape
        q, k, v = self.qkv(x).view(batch, time_, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        return self.output(y.transpose(1, 2).reshape(batch, time_, width))


class Block(nn.Module):
    """A Transformer block, its normalizations after the sums (encoder) or before the parts (decoder)."""
    def __init__(self, width, heads, inner, causal):
        super().__init__()
        self.attention, self.causal = Attention(width, heads, causal), causal
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x):
        if self.causal:
            x = x + self.attention(self.norm1(x))
            return x + self.down(F.gelu(self.up(self.norm2(x))))
        x = self.norm1(x + self.attention(x))
        return self.norm2(x + self.down(F.relu(self.up(x))))


class Transformer(nn.Module):
    def __init__(self, vocabulary, layers, causal, outputs, width=128, heads=4, inner=512, length=128):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.position = nn.Parameter(torch.randn(length, width) * 0.02)
        self.blocks = nn.Sequential(*(Block(width, heads, inner, causal) for _ in range(layers)))
        self.norm = nn.LayerNorm(width) if causal else None
        self.output = nn.Linear(width, outputs)

    def forward(self, ids):
        x = self.blocks(self.embedding(ids) + self.position)
        return self.output(self.norm(x)).flatten(0, 1) if self.norm else self.output(x.mean(1))


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10000, 100)
        self.recurrent = nn.LSTM(100, 100, bidirectional=True)
        self.output = nn.Linear(200, 9)

    def forward(self, ids):
        return self.output(self.recurrent(self.embedding(ids))[0]).flatten(0, 1)


def normalized(inputs, outputs, kernel=3, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs))


class Unet(nn.Module):
    def __init__(self, stages=(16, 32, 64), channels=3, classes=4):
        super().__init__()
        double = lambda a, b: nn.Sequential(normalized(a, b), nn.ReLU(), normalized(b, b), nn.ReLU())
        self.downs = nn.ModuleList(double(a, b) for a, b in zip((channels, *stages), stages))
        self.reduces = nn.ModuleList(nn.Sequential(nn.Upsample(scale_factor=2), normalized(b, a), nn.ReLU())
                                     for a, b in zip(stages, stages[1:]))
        self.ups = nn.ModuleList(double(2 * a, a) for a in stages[:-1])
        self.output = nn.Conv2d(stages[0], classes, 1)

    def forward(self, x):
        skips = []
        for down in self.downs[:-1]:
            skips.append(down(x))
            x = F.max_pool2d(skips[-1], 2)
        x = self.downs[-1](x)
        for reduce, up in zip(reversed(self.reduces), reversed(self.ups)):
            x = up(torch.cat([skips.pop(), reduce(x)], 1))
        return self.output(x)


class Residuals(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.body = nn.Sequential(normalized(inputs, outputs, 3, stride), nn.ReLU(), normalized(outputs, outputs))
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else normalized(inputs, outputs, 1, stride)

    def forward(self, x):
        return F.relu(self.shortcut(x) + self.body(x))


class Detector(nn.Module):
    def __init__(self, width=16, classes=3):
        super().__init__()
        middle, coarse = 2 * width, 4 * width
        self.near = nn.Sequential(normalized(3, width, 3, 2), nn.ReLU(), Residuals(width, middle, 2))
        self.far = nn.Sequential(Residuals(middle, coarse, 2), Residuals(coarse, coarse, 1), normalized(coarse, middle, 1))
        self.lateral = normalized(middle, middle, 1)
        head = lambda outputs: nn.Sequential(normalized(middle, middle), nn.ReLU(), nn.Conv2d(middle, outputs, 1))
        self.heat, self.boxes = head(classes), head(4)

    def forward(self, x):
        near = self.near(x)
        x = F.relu(self.lateral(near) + F.interpolate(self.far(near), scale_factor=2))
        return self.heat(x), self.boxes(x)


def dense(*sizes):
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def binary(net, x, y):
    return F.binary_cross_entropy_with_logits(net(x), y)


def classes(net, x, y):
    return F.cross_entropy(net(x), y)


def reconstruction(net, x, _):
    return F.mse_loss(torch.sigmoid(net(x)), x)


def masks(net, x, y):
    logits = net(x)
    p, g = logits.softmax(1), F.one_hot(y, logits.shape[1]).movedim(-1, 1)
    axes = (0, 2, 3)
    share = (2 * (p * g).sum(axes) + 1) / (p.sum(axes) + g.sum(axes) + 1)
    return F.cross_entropy(logits, y) + 1 - share.mean()


def middles(net, x, targets):
    (heat, boxes), (y, places) = net(x), targets
    middle, p = (y == 1).float(), heat.sigmoid()
    near = middle * (1 - p) ** 2 * F.logsigmoid(heat)
    far = (1 - middle) * (1 - y) ** 4 * p ** 2 * F.logsigmoid(-heat)
    counts = places[:, 4:]
    distance = ((boxes - places[:, :4]).abs() * counts).sum() / counts.sum().clamp(min=1)
    return distance - (near + far).sum() / middle.sum().clamp(min=1)


def some_boxes():
    y, places = torch.rand(16, 3, 32, 32), torch.rand(16, 5, 32, 32)
    places[:, 4] = (places[:, 4] < 0.01).float()
    return torch.where(y < 0.01, 1.0, 0.9 * y), places


def below(limit, *shape):
    return lambda: torch.randint(0, limit, shape)


def uniform(*shape):
    return lambda: torch.rand(shape)


def digits():
    """Images mostly of background, as MNIST's are."""
    x = torch.rand(64, 1, 28, 28)
    return torch.where(x < 0.7, 0.0, x)


def bits(*shape):
    return lambda: torch.randint(0, 2, shape).float()


# name: (network, inputs, targets, loss); recurrent ids are [time, batch], PyTorch's own order
workloads = {
    'W1': (Cifar, uniform(64, 3, 32, 32), below(10, 64), classes),
    'W2': (Mnist, digits, below(10, 64), classes),
    'W3': (lambda: Recurrent(nn.LSTM, 1000, 64, 64, 1), below(1000, 100, 32), bits(32, 1), binary),
    'W4': (lambda: Recurrent(nn.LSTM, 10000, 128, 128, 3), below(10000, 200, 32), below(3, 32), classes),
    'W5': (lambda: Recurrent(nn.LSTM, 10000, 64, 64, 1, True), below(10000, 100, 32), bits(32, 1), binary),
    'W6': (lambda: Transformer(10000, 2, False, 2), below(10000, 32, 128), below(2, 32), classes),
    'W7': (lambda: Transformer(100, 4, True, 100), below(100, 16, 128), below(100, 16 * 128), classes),
    'W8': (lambda: dense(784, 256, 128, 10), uniform(64, 784), below(10, 64), classes),
    'W9': (lambda: dense(784, 128, 32, 128, 784), uniform(64, 784), lambda: None, reconstruction),
    'W10': (lambda: dense(30, 1), uniform(32, 30), bits(32, 1), binary),
    'W11': (Residual, uniform(64, 3, 32, 32), below(10, 64), classes),
    'text': (lambda: Recurrent(nn.LSTM, 10000, 64, 64, 2), below(10000, 200, 64), below(2, 64), classes),
    'W12': (lambda: Recurrent(nn.GRU, 1000, 64, 64, 1), below(1000, 100, 32), bits(32, 1), binary),
    'W13': (lambda: Recurrent(nn.LSTM, 10000, 64, 64, 20), below(10000, 100, 32), bits(32, 20), binary),
    'W14': (Tagger, below(10000, 50, 32), below(9, 50 * 32), classes),
    'W15': (Unet, uniform(16, 3, 64, 64), below(4, 16, 64, 64), masks),
    'W16': (Detector, uniform(16, 3, 128, 128), some_boxes, middles),
}


def stepper(name):
    make, inputs, targets, loss_of = workloads[name]
    torch.manual_seed(1)
    net, x, y = make(), inputs(), targets()
    optimizer = torch.optim.Adam(net.parameters())

    def step():
        optimizer.zero_grad()
        loss = loss_of(net, x, y)
        loss.backward()
        optimizer.step()
        return loss.item()
    return step


if __name__ == '__main__':
    torch.set_num_threads(2)
    torch.set_flush_denormal(sys.argv[2] == 'flushed')
    answer(stepper(sys.argv[1]))
