import { useEffect, useState } from 'react';
import type { HiddenMap } from '../../training/trainer';
import type { DigitAnswers } from '../digits/useDigitAnswers';
import { Feed } from '../feed';
import { useSession } from '../sessionContext';
import { project } from './mapView';

const rows = 1000;
/** Four maps a second can be followed. */
const pause = 250;
/** The dot goes with the pen, but need not be in every frame of a training. */
const placePause = 16;

export type MapState = {
  readonly map: HiddenMap | null;
  /** Where the digit on the pad lies; null: nothing is drawn, or it is not known yet. */
  readonly drawing: readonly [across: number, up: number] | null;
};

/** The map of the network on the stage, made anew as it learns, and the place of the digit on the pad, as it is drawn. */
export function useHiddenMap(pad: DigitAnswers): Feed<MapState> {
  const session = useSession();
  const [state] = useState(() => new Feed<MapState>({ map: null, drawing: null }));

  useEffect(() => {
    const maps = session.follow<'map', HiddenMap>({
      whom: 'stage',
      // The next map begins where the last one ended, so that it is not turned round.
      ask: (trainer) => trainer.hiddenMap({ rows, from: state.get().map?.components ?? null }),
      listener(map) {
        state.set({ ...state.get(), map });
        ask();
      },
      pause,
    });
    // The pad may be answered by another network: its layers say nothing here.
    const place = session.follow<Float32Array, MapState['drawing']>({
      whom: 'stage',
      async ask(trainer, image) {
        const { map } = state.get();
        if (!map) return null;
        const { layers } = await trainer.predict(image, { layers: true });
        return project(map, map.layer < 0 ? image : (layers?.[map.layer] ?? []));
      },
      listener: (drawing) => state.set({ ...state.get(), drawing }),
      pause: placePause,
    });
    let asked: Float32Array | null = null;
    function ask() {
      asked = pad.get().image;
      place.ask(asked);
    }
    maps.ask('map');
    ask();
    const stop = pad.subscribe(() => {
      if (pad.get().image !== asked) ask();
    });
    return () => {
      stop();
      maps.close();
      place.close();
    };
  }, [session, pad, state]);

  return state;
}
