import { useEffect, useRef, useState } from 'react';
import type { FollowOptions, Probe } from './probe';
import { useSession } from './sessionContext';

/**
 * The newest answer to a question about a network, asked again when its weights have changed. `ask` is the same function
 * for the life of the component. Null until the first answer.
 */
export function useFollowed<Question, Answer>(
  question: Question | null,
  { whom, ask, pause }: Omit<FollowOptions<Question, Answer>, 'listener'>,
): Answer | null {
  const session = useSession();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const probe = useRef<Probe<Question>>(null);

  useEffect(() => {
    const opened = session.follow<Question, Answer>({
      whom,
      ask,
      pause,
      listener: (given) => setAnswer(() => given),
    });
    probe.current = opened;
    return () => opened.close();
  }, [session, whom, ask, pause]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another probe has to be asked too.
  useEffect(() => probe.current?.ask(question), [question, session, whom, ask, pause]);

  return answer;
}
