"""Runs a script under torchrun as it is, and keeps what each process ends with: SCRIPT, then the script's arguments."""

import importlib.util
import os
import sys

script = sys.argv[1]
spec = importlib.util.spec_from_file_location('network', script)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
train = module.train


def train_and_keep(network, *rest):
    train(network, *rest)
    module.save_tensors(f'{script}.rank{os.environ["RANK"]}', network.state_dict())


module.train = train_and_keep
sys.argv = sys.argv[1:]
module.main()
