/**
 * The little of WebAssembly that is used here. Declared by hand, because the rooms below the app
 * compile without the DOM's types, and because a browser may lack it.
 */
export type WasmModule = { readonly kind?: 'WebAssembly.Module' };

type WasmMemory = { readonly buffer: ArrayBuffer };

type WebAssemblyApi = {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => WasmModule;
  Memory: new (size: { initial: number; maximum: number }) => WasmMemory;
  Instance: new (
    module: WasmModule,
    imports: { env: { memory: WasmMemory } },
  ) => { readonly exports: unknown };
};

export function webAssembly(): WebAssemblyApi | undefined {
  return (globalThis as unknown as { WebAssembly?: WebAssemblyApi }).WebAssembly;
}
