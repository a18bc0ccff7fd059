/** `node scripts/run.mjs FILE [arguments]`: runs a TypeScript file that exports `main(args)`. */
import process from 'node:process';
import { runSource } from './runSource.mjs';

const [file, ...args] = process.argv.slice(2);
await runSource(file, args);
