/** A network as a script for PyTorch that tests it and trains it on, also on several processes. */
import type { WeightsCard } from '../card';
import { type CodePlan, planCode } from './codePlan';
import type { CodePoints } from './codePoints';
import { indented, pythonFile } from './python';
import { torchData } from './torchData';
import { torchFiles } from './torchFiles';
import { torchClasses, torchNetwork } from './torchLayers';
import { lossIsFused, torchLoss, torchOptimizer, torchSchedule, torchStep } from './torchMethod';

/**
 * Python text for PyTorch from 1.13. `python3 network_torch.py WEIGHTS MNIST_FOLDER` prints the test accuracy, with `--epochs N`
 * it trains before, with `--out FILE` it writes a .safetensors; the same under `torchrun`. Of XOR and points there is no folder.
 * Throws a FormatError (`card`) for a card that is not what it should be.
 */
export function torchScript(card: WeightsCard, points?: CodePoints): string {
  const plan = planCode(card, points);
  const isDigits = plan.card.data.type === 'digits';
  const schedule = torchSchedule(plan.card);
  const { optimizer, batchSize, seed } = plan.card;
  return pythonFile(about(plan, isDigits), imports(isDigits, schedule !== null), [
    `RATE = ${optimizer.rate}\nBATCH = ${batchSize}\nSEED = ${seed}`,
    ...torchClasses(plan),
    torchNetwork(plan, lossIsFused(plan)),
    ...torchFiles,
    ...torchData(plan),
    torchLoss(plan),
    ...(schedule === null ? [] : [schedule]),
    train(plan.card, isDigits),
    main(isDigits),
    'if __name__ == "__main__":\n    main()',
  ]);
}

function about(plan: CodePlan, isDigits: boolean): readonly string[] {
  const { title, purpose, measured } = plan;
  const epochs = isDigits ? 3 : Math.ceil(2000 / stepsOfEpoch(plan));
  const files = `network_torch.py weights.safetensors${isDigits ? ' mnist' : ''}`;
  const more = `${files} --epochs ${epochs} --out more.safetensors`;
  return [
    `${title}, a neural network that ${purpose}, in PyTorch: to be tested and trained on.`,
    '',
    `    python3 ${files}`,
    `    python3 ${more}`,
    `    torchrun --nproc_per_node 4 ${more}`,
    '',
    ...(isDigits ? ["The folder holds MNIST's four IDX files, gzipped or not."] : []),
    'What it writes opens in Scratchnet again. With several processes each batch is shared out among them. Training',
    'goes on from the weights alone: the optimizer and its schedule begin anew.',
    measured,
  ];
}

function stepsOfEpoch({ card: { data, batchSize }, points }: CodePlan): number {
  return Math.ceil(rowsOf(data, points) / batchSize);
}

function rowsOf(data: WeightsCard['data'], { train }: CodePoints): number {
  if (data.type === 'digits') return 60_000;
  if (data.type === 'shapes') return Math.max(1, train.length / 3);
  return data.sampler === 'table' ? 4 : data.samples;
}

function imports(isDigits: boolean, hasSchedule: boolean): readonly string[] {
  return [
    'import argparse',
    ...(isDigits ? ['import gzip'] : []),
    'import json',
    ...(hasSchedule ? ['import math'] : []),
    'import os',
    ...(isDigits ? ['from pathlib import Path'] : []),
    '',
    'import torch',
    'import torch.distributed as dist',
    'from torch import nn',
    'from torch.nn import functional',
    'from torch.nn.parallel import DistributedDataParallel',
  ];
}

function train(card: WeightsCard, isDigits: boolean): string {
  const isScheduled = card.schedule.type !== 'constant';
  return `
def train(network, inputs, targets, epochs, rank=0, processes=1):
    """Each process has the same rows and the same order, and of each batch takes its share."""
    model = DistributedDataParallel(network) if processes > 1 else network
    parameters = list(network.parameters())
${indented(torchOptimizer(card))}
    order = torch.Generator().manual_seed(SEED)${isScheduled ? '\n    step = 0' : ''}
    for epoch in range(1, epochs + 1):
        sum_of_losses = torch.zeros((), device=inputs.device)
        for batch in torch.randperm(len(inputs), generator=order).split(BATCH):
            own = batch[rank::processes].to(inputs.device)
            x = inputs[own]${isDigits ? '.float() / 255  # 0 is paper, 1 is ink' : ''}
            loss = loss_sum(model(x), targets[own])
            optimizer.zero_grad()
            # DistributedDataParallel takes the mean over the processes; the batch's is their sum.
            (loss * processes / len(batch)).backward()
${indented([...torchStep(card), 'sum_of_losses += loss.detach()'], 3)}
        if processes > 1:
            dist.all_reduce(sum_of_losses)
        if rank == 0:
            print(f"epoch {epoch}: loss {sum_of_losses.item() / len(inputs):.4f}", flush=True)
`;
}

function main(isDigits: boolean): string {
  const training = isDigits
    ? [
        'images, labels = read_digits(options.mnist, "train", device)',
        'rows = options.rows or len(images)',
        'train(network, images[:rows], targets_of(labels[:rows]), options.epochs, rank, processes)',
      ]
    : ['train(network, *training_rows(device), options.epochs, rank, processes)'];
  return `
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", help="a .safetensors file")
${isDigits ? '    parser.add_argument("mnist", help="folder of the IDX files")\n' : ''}\
    parser.add_argument("--epochs", type=int, default=0, help="how long to train; 0: not at all")
    parser.add_argument("--out", help="where the weights go, as a .safetensors file")
    parser.add_argument("--fresh", action="store_true", help="begin with new weights instead of the file's")
${isDigits ? '    parser.add_argument("--rows", type=int, help="train on so many digits only")\n' : ''}\
    options = parser.parse_args()

    rank, processes = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if processes > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    torch.manual_seed(SEED)
    network = Network()
    if not options.fresh:
        tensors = load_tensors(options.weights)
        network.load_state_dict({name: tensors[name].float() for name in network.state_dict()})
    network.to(device)

    if options.epochs > 0:
        torch.manual_seed(SEED + rank)  # for dropout, which is not to be the same everywhere
${indented(training, 2)}
    if rank == 0:
${indented([isDigits ? 'test(network, *read_digits(options.mnist, "t10k", device))' : 'test(network, device)'], 2)}
        if options.out:
            save_tensors(options.out, network.state_dict())
    if processes > 1:
        dist.destroy_process_group()
`;
}
