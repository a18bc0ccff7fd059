"""Imports scripts and prints what their networks answer, their losses, and what they become in training; JSON in, JSON out."""

import contextlib
import importlib.util
import io
import json
import sys

import torch


def load(path):
    spec = importlib.util.spec_from_file_location('network', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


answers = []
for job in json.load(sys.stdin):
    module = load(job['script'])
    network = module.Network()
    network.load_state_dict(module.load_tensors(job['weights']))
    network.eval()
    x = torch.tensor(job['inputs'], dtype=torch.float32)
    targets = torch.tensor(job['targets'])
    if targets.dim() == 2:
        targets = targets.float()
    answer = {}
    with torch.no_grad():
        answer['outputs'] = network.predict(x).tolist()
        answer['loss'] = module.loss_sum(network(x), targets).item() / len(x)
    if job.get('epochs'):
        with contextlib.redirect_stdout(io.StringIO()):
            module.train(network, x, targets, job['epochs'])
        answer['tensors'] = {name: t.flatten().tolist() for name, t in network.state_dict().items()}
    answers.append(answer)
print(json.dumps(answers))
