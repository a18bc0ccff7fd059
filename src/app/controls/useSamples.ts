import { useEffect, useRef, useState } from 'react';
import type { DataSpec, SampleRequest } from '../../training/trainer';
import { Feed } from '../feed';
import { useSession, useSessionState } from '../sessionContext';
import { takesTraining } from '../shell/readiness';

export type Samples = {
  /** As `Trainer.sampleRows` gives them; null until the first are there. */
  readonly images: Feed<Float32Array | null>;
  readonly isThere: boolean;
  /** Why there are none. */
  readonly problem: string | null;
};

/** Training digits as `data` has them: one question in flight, the newest data win. */
export function useSamples(data: DataSpec, request: SampleRequest): Samples {
  const session = useSession();
  const canAsk = useSessionState(({ run }) => takesTraining(run));
  const [images] = useState(() => new Feed<Float32Array | null>(null));
  const [isThere, setThere] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = useRef<readonly [DataSpec, SampleRequest]>(null);
  const isAsking = useRef(false);

  const ask = async (): Promise<void> => {
    isAsking.current = true;
    for (let question = wanted.current; question; question = wanted.current) {
      wanted.current = null;
      try {
        images.set(await session.sampleRows(...question));
        setThere(true);
        setProblem(null);
      } catch (thrown) {
        setProblem(thrown instanceof Error ? thrown.message : String(thrown));
      }
    }
    isAsking.current = false;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same strengths are the same question.
  useEffect(() => {
    if (!canAsk) return;
    wanted.current = [data, request];
    if (!isAsking.current) void ask();
  }, [JSON.stringify([data, request]), canAsk]);

  return { images, isThere, problem };
}
