/**
 * The dense product 256³ of the kernels (`backend` fused or strict: of which build), or the multiply-add peak of the
 * machine (`peak`): fused, for without fusing a loop that only multiplies and adds waits longer than the product does.
 */
import { kernelBuilds } from '../../../src/kernels/bytes';
import { openKernels } from '../../../src/kernels/openKernels';
import peakBytes from '../assembly/peak.ts?asc-relaxed';
import { contest } from './contest';

contest(async (_scenario, backend) => {
  if (backend === 'peak') {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const { instance } = await WebAssembly.instantiate(peakBytes.slice().buffer, { env: { memory } });
    const multiplyAdd = instance.exports.multiplyAdd as (rounds: number) => number;
    const operations = (instance.exports.operations as () => number)();
    const rounds = 1_000_000;
    return {
      step: () => {
        if (!Number.isFinite(multiplyAdd(rounds))) throw new Error('The peak loop overflowed.');
        return (operations * rounds) / 1e9;
      },
    };
  }
  const n = 256;
  const kernels = openKernels(kernelBuilds, 3 * n * n, backend === 'strict' ? 'strict' : 'fused');
  const [x, w, y] = [kernels.alloc(n * n), kernels.alloc(n * n), kernels.alloc(n * n)];
  for (const values of [x, w])
    for (let at = 0; at < n * n; at++) values[at] = ((at * 2654435761) % 4096) / 4096 - 0.50001;
  return {
    step: () => {
      kernels.denseForward(y, x, w, null, n, n, n);
      return (2 * n ** 3) / 1e9;
    },
  };
});
