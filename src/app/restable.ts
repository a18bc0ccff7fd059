import type { Probe } from './probe';
import type { Session } from './session';

/** A session whose probes all rest, or none. */
export type Restable = {
  readonly session: Session;
  rest(isResting: boolean): void;
};

export function restable(session: Session): Restable {
  const probes = new Set<Pick<Probe, 'rest'>>();
  let isResting = false;

  function noted<Question>(probe: Probe<Question>): Probe<Question> {
    probe.rest(isResting);
    probes.add(probe);
    return {
      ...probe,
      close() {
        probes.delete(probe);
        probe.close();
      },
    };
  }

  return {
    session: {
      ...session,
      probe: (listener, options) => noted(session.probe(listener, options)),
      follow: (options) => noted(session.follow(options)),
    },
    rest(next) {
      isResting = next;
      for (const probe of probes) probe.rest(next);
    },
  };
}
