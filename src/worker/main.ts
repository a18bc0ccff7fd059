/** The worker's entry: the only file that touches `self`. */
import { kernelBuilds } from '../kernels/bytes';
import { openKernels } from '../kernels/openKernels';
import { referenceKernels } from '../kernels/reference';
import { createLocalTrainer } from '../training/localTrainer';
import { fetchMnist, openShardCache } from './mnist';
import type { ToWorker } from './protocol';
import { createBrowserScheduler } from './scheduler';
import { createServer } from './server';

declare const self: DedicatedWorkerGlobalScope;

const server = createServer(self, (mnistUrl, listener) =>
  createLocalTrainer({
    createKernels: (floats, arithmetic) => openKernels(kernelBuilds, floats, arithmetic),
    createExactKernels: () => referenceKernels('float64'),
    scheduler: createBrowserScheduler(),
    openDigits: fetchMnist({
      url: mnistUrl,
      progress: (data) => listener.data?.(data),
      fetch: (...request) => fetch(...request),
      cache: openShardCache(),
    }),
    listener,
  }),
);

self.addEventListener('message', (event: MessageEvent<ToWorker>) => void server.receive(event.data));
// None of these reaches the page by itself.
self.addEventListener('messageerror', () =>
  server.fail(new Error('A message to the worker could not be read.')),
);
self.addEventListener('unhandledrejection', (event) => server.fail(event.reason));
self.addEventListener('error', (event) => server.fail(event.error ?? new Error(event.message)));
