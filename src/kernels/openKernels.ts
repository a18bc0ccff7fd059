/** Which kernels run on this machine. */
import type { Kernels } from './kernels';
import { referenceKernels } from './reference';
import { wasmKernels } from './wasm';
import { compileKernels } from './wasmModule';
import { webAssembly } from './webassembly';

/** A module with one function without parameters and results; its code follows. */
const probeHead = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0];
/** (drop (i32x4.splat (i32.const 0))): the smallest with a SIMD instruction. */
const simdProbe = new Uint8Array([...probeHead, 10, 9, 1, 7, 0, 65, 0, 253, 17, 26, 11]);
/** (v128.const i32x4 0 0 0 0) */
const zero = [253, 12, ...new Array<number>(16).fill(0)];
/** (drop (f32x4.relaxed_madd zero zero zero)) */
const relaxedProbe = new Uint8Array([
  ...[...probeHead, 10, 62, 1, 60, 0],
  ...[...zero, ...zero, ...zero],
  ...[253, 133, 2, 26, 11],
]);

/** Whether this machine runs WebAssembly with 128-bit SIMD. */
export function simdIsSupported(): boolean {
  return webAssembly()?.validate(simdProbe) ?? false;
}

/** Whether it runs relaxed SIMD too. */
export function relaxedSimdIsSupported(): boolean {
  return webAssembly()?.validate(relaxedProbe) ?? false;
}

/** The two builds of the assembly. */
export type KernelBytes = { readonly strict: Uint8Array; readonly relaxed: Uint8Array };

/**
 * The fastest kernels that run here, with room for `floats` numbers. `fused`: in the relaxed build if the machine
 * has relaxed SIMD, where a multiplication and an addition may be rounded together, so that the last bits depend on
 * the machine. `strict`, or else: the build that gives the same bits everywhere. The reference in float32 if `bytes`
 * is null or SIMD is missing (then nothing limits what is allocated).
 */
export function openKernels(
  bytes: KernelBytes | null,
  floats: number,
  arithmetic: 'fused' | 'strict' = 'strict',
): Kernels {
  if (bytes === null || !simdIsSupported()) return referenceKernels('float32');
  return arithmetic === 'fused' && relaxedSimdIsSupported()
    ? wasmKernels(compileKernels(bytes.relaxed), floats, 'wasm-relaxed')
    : wasmKernels(compileKernels(bytes.strict), floats);
}
