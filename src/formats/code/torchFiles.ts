/** Weights in PyTorch: .safetensors read and written without the package of that name. */
import { tensorReader } from './pythonFiles';

const loadTensors = tensorReader(
  'load_tensors',
  'Tensors by name, from a .safetensors file.',
  [
    'if not path.endswith(".safetensors"):',
    '    raise SystemExit(f"{path} is no .safetensors file: download the weights as one")',
    'try:',
    '    from safetensors.torch import load_file',
    '',
    '    return load_file(path)',
    'except ImportError:',
    '    pass  # then without it',
  ],
  {
    kinds: '{"F16": torch.float16, "BF16": torch.bfloat16, "F32": torch.float32, "F64": torch.float64}',
    flat: 'torch.frombuffer(bytearray(data[start:end]), dtype=kind)',
  },
);

const saveTensors = `
def save_tensors(path, tensors):
    """Writes what load_tensors reads."""
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().cpu().numpy().tobytes()
        offsets = [len(data), len(data) + len(values)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += values
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)
`;

export const torchFiles: readonly string[] = [loadTensors, saveTensors];
