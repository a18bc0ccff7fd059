"""A peer in Python: `contest.py numpy|torch SCENARIO MNIST_FOLDER`.

Says first which slow BLAS it runs on, if any; then one line in (milliseconds), one line out (samples a second).
"""
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"  # one core, as ours has; before numpy is loaded
import numpy as np

kind, scenario, folder = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
batch, rate = scenario["batch"], scenario["rate"]
widths = [scenario["inputs"]] + [layer["units"] for layer in scenario["layers"]]
convolutions = scenario.get("convolutions", [])
activations = [layer["activation"] for layer in scenario["layers"]]
images = np.fromfile(f"{folder}/train-images-idx3-ubyte", np.uint8, offset=16).reshape(-1, 784)
labels = np.fromfile(f"{folder}/train-labels-idx1-ubyte", np.uint8, offset=8).astype(np.int64)
random = np.random.default_rng(1)


def numpy_step():
    """From scratch as in the NumPy original: float64 arrays, dense layers, Adam for each array."""
    x_all = (images / 255.0).astype(np.float64)
    y_all = np.eye(10)[labels]
    weights = [random.normal(0, np.sqrt(2 / i), (i, o)) for i, o in zip(widths, widths[1:])]
    biases = [np.zeros((1, o)) for o in widths[1:]]
    parameters = [p for pair in zip(weights, biases) for p in pair]
    means = [np.zeros_like(p) for p in parameters]
    squares = [np.zeros_like(p) for p in parameters]
    state = {"t": 0}

    def step(rows):
        x, target = x_all[rows], y_all[rows]
        outputs = [x]
        for weight, bias, activation in zip(weights, biases, activations):
            z = outputs[-1] @ weight + bias
            if activation == "relu":
                z = np.maximum(z, 0)
            elif activation == "sigmoid":
                z = 1 / (1 + np.exp(-z))
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                z = e / e.sum(axis=1, keepdims=True)
            outputs.append(z)
        delta = (outputs[-1] - target) / len(rows)
        gradients = []
        for i in reversed(range(len(weights))):
            gradients[:0] = [outputs[i].T @ delta, delta.sum(axis=0, keepdims=True)]
            if i:
                y = outputs[i]
                delta = (delta @ weights[i].T) * ((y > 0) if activations[i - 1] == "relu" else y * (1 - y))
        state["t"] += 1
        t = state["t"]
        for p, g, m, v in zip(parameters, gradients, means, squares):
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g**2
            p -= rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)

    return step


def torch_step():
    import torch

    torch.set_num_threads(1)
    x_all = torch.from_numpy(images.astype(np.float32) / 255)
    y_all = torch.from_numpy(labels)
    makers = {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}
    layers, inputs = [], widths[0]
    if convolutions:
        layers.append(torch.nn.Unflatten(1, (1, 28, 28)))
        channels = 1
        for c in convolutions:
            layers += [torch.nn.Conv2d(channels, c["channels"], c["kernel"]), makers[c["activation"]]()]
            layers.append(torch.nn.MaxPool2d(c["pool"]))
            channels = c["channels"]
        layers.append(torch.nn.Flatten())
        inputs = torch.nn.Sequential(*layers)(x_all[:1]).shape[1]
    for i, o, activation in zip([inputs] + widths[1:], widths[1:], activations):
        layers.append(torch.nn.Linear(i, o))
        if activation in makers:
            layers.append(makers[activation]())
    net = torch.nn.Sequential(*layers)
    loss = torch.nn.CrossEntropyLoss()
    adam = torch.optim.Adam(net.parameters(), lr=rate)

    def step(rows):
        rows = torch.from_numpy(rows)
        adam.zero_grad(set_to_none=True)
        loss(net(x_all[rows]), y_all[rows]).backward()
        adam.step()

    return step


def slow_blas():
    """The plain-loops BLAS if that is what the products run on here (Linux), else an empty string."""
    try:
        with open("/proc/self/maps") as maps:
            files = {os.path.basename(line.split()[-1]) for line in maps if ".so" in line}
    except OSError:
        return ""
    if any(name in file for file in files for name in ("openblas", "mkl", "blis", "atlas")):
        return ""
    return next((file for file in files if file.startswith("libblas.so")), "")


step = {"numpy": numpy_step, "torch": torch_step}[kind]()
order = random.permutation(len(labels))
position = 0
print(slow_blas(), flush=True)
for line in sys.stdin:
    end = time.perf_counter() + float(line) / 1000
    started = time.perf_counter()
    samples = 0
    while True:
        if position + batch > len(order):
            position = 0
        step(order[position : position + batch])
        position += batch
        samples += batch
        now = time.perf_counter()
        if now >= end:
            break
    print(samples / (now - started), flush=True)
