/** What the scripts in Python read, with whichever library makes arrays of it. */

/** What a library calls the types of .safetensors, and an array of one of them. */
type Arrays = {
  /** A dictionary from the format's names to the library's. */
  readonly kinds: string;
  /** A flat array of `data[start:end]`, of the type `kind`. */
  readonly flat: string;
};

/** The function `name(path)`: tensors by name; `before` are lines for other kinds of files. */
export function tensorReader(name: string, about: string, before: readonly string[], arrays: Arrays): string {
  return `
def ${name}(path):
    """${about}"""
${before.map((line) => (line === '' ? '' : `    ${line}`)).join('\n')}
    # .safetensors: a length in eight bytes, so much JSON that says where each tensor lies, then the tensors.
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    kinds = ${arrays.kinds}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            kind = kinds[entry["dtype"]]
            tensors[name] = ${arrays.flat}.reshape(entry["shape"])
    return tensors
`;
}

/** The function `read_idx(folder, name)`; `flat` is an array of bytes of `data[start:]`. */
export function idxReader(flat: string): string {
  return `
def read_idx(folder, name):
    """The numbers of an IDX file: how many dimensions, how long each is, then a byte for each number."""
    path = Path(folder, name)
    data = path.read_bytes() if path.exists() else gzip.decompress(Path(folder, name + ".gz").read_bytes())
    start = 4 + 4 * data[3]
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    return ${flat}.reshape(shape)
`;
}
