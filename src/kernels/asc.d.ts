/** `import bytes from './x.ts?asc'`: AssemblyScript compiled to WebAssembly (scripts/assemblyScript.mjs). */
declare module '*?asc' {
  const bytes: Uint8Array<ArrayBuffer>;
  // biome-ignore lint/style/noDefaultExport: Vite's plugins name what they make so.
  export default bytes;
}

/** `'./x.ts?asc-relaxed'`: the same, with fused multiply-adds where the machine has them. */
declare module '*?asc-relaxed' {
  const bytes: Uint8Array<ArrayBuffer>;
  // biome-ignore lint/style/noDefaultExport: Vite's plugins name what they make so.
  export default bytes;
}
