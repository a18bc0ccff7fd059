/** What is changed of the network on the stage while its run goes on: its data, its layers, single weights. */
import type { DataSpec, ParameterPlace, Trainer } from '../training/trainer';
import { networkShape } from './runEvents';
import type { RunView } from './runView';
import { isSamePlace } from './space2d/chosenParameter';
import type { NetworkEdit } from './space2d/networkEdit';
import type { RunState } from './state';

/** None of the promises rejects: what goes wrong is said in the state's message. */
export type StageChanges = {
  /** Other points for the network that there is, which goes on as it is; of changes in a row the newest counts. */
  changeData(data: DataSpec): Promise<void>;
  /** The run goes on with another network; each change is of the one before. */
  changeNetwork(edit: NetworkEdit): Promise<void>;
  /** Gives a weight or bias another value; of changes of it in a row the newest counts. */
  setParameter(place: ParameterPlace, value: number): Promise<void>;
};

export type StageChangesOptions = {
  readonly view: RunView;
  /** Carries out `work` in its turn. */
  readonly command: (work: () => Promise<void>) => Promise<unknown>;
  readonly runningTrainer: () => Promise<Trainer>;
  readonly refreshProbes: () => void;
  readonly measure: () => Promise<void>;
};

export function createStageChanges(options: StageChangesOptions): StageChanges {
  const { view, command, runningTrainer, refreshProbes, measure } = options;
  /** The newest change of the data asked for, with the data to go back to. */
  let wantedData: { readonly before: DataSpec } | null = null;
  /** A value on its way, which a newer one of the same parameter overtakes. */
  let wantedValue: { readonly place: ParameterPlace; value: number } | null = null;

  /** The network answers otherwise than it did. */
  function lookAgain() {
    refreshProbes();
    if ((view.current().info?.testRows ?? 0) > 0) measure().catch(() => undefined);
  }

  /** What is said of a divergence stands, but states of before would not fit any more: there is no way back to them. */
  function withoutRewind(): Pick<RunState, 'message'> {
    const { message } = view.current();
    if (!message?.divergence) return { message };
    return { message: { ...message, divergence: { ...message.divergence, rewindTo: null } } };
  }

  return {
    async changeData(data) {
      const { spec } = view.current();
      const mine = { before: wantedData?.before ?? spec.data };
      wantedData = mine;
      view.publish({ spec: { ...spec, data } });
      await command(async () => {
        if (wantedData !== mine) return;
        try {
          const info = await (await runningTrainer()).changeData(data);
          view.publish({ info, test: null, ...withoutRewind() });
          lookAgain();
        } catch (thrown) {
          const now = view.current().spec;
          if (now.data === data) view.publish({ spec: { ...now, data: mine.before } });
          throw thrown;
        } finally {
          if (wantedData === mine) wantedData = null;
        }
      });
    },

    async changeNetwork({ network, origins }) {
      const { spec } = view.current();
      const before = JSON.stringify(spec.network);
      view.publish({ spec: { ...spec, network } });
      await command(async () => {
        const { info, step } = view.current();
        // The change before this one was refused, or another network was opened.
        if (JSON.stringify(info?.spec.network) !== before) return;
        try {
          const changed = await (await runningTrainer()).changeNetwork(network, origins);
          const { frozen = [] } = changed.spec;
          const held = { ...view.current().spec, frozen };
          view.publish({ info: changed, test: null, spec: held, ...withoutRewind() });
          view.addEvent(step, `network ${networkShape(network)}; what fits was kept`);
          lookAgain();
        } catch (thrown) {
          view.publish({ spec: { ...view.current().spec, network: spec.network } });
          throw thrown;
        }
      });
    },

    async setParameter(place, value) {
      if (wantedValue && isSamePlace(wantedValue.place, place)) {
        wantedValue.value = value;
        return;
      }
      const mine = { place, value };
      wantedValue = mine;
      await command(async () => {
        if (wantedValue === mine) wantedValue = null;
        await (await runningTrainer()).setParameter(place, mine.value);
        lookAgain();
      });
    },
  };
}
