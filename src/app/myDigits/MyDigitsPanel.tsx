import { useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useAnnouncer } from '../announceContext';
import { Choice } from '../controls/Choice';
import { Help } from '../controls/Help';
import { usePad } from '../digits/padContext';
import { formatCount } from '../format';
import { useSessionState } from '../sessionContext';
import { RightIcon, WrongIcon } from '../shell/icons';
import { showStage } from '../shell/showStage';
import { useFollowed } from '../useFollowed';
import { answersTo, countRight } from './answersTo';
import { ChosenDigits } from './ChosenDigits';
import { DigitFiles } from './DigitFiles';
import { DigitList } from './DigitList';
import type { MyDigit } from './digitStorage';
import { MyDigitsMessages } from './MyDigitsMessages';
import styles from './MyDigitsPanel.module.css';
import { type Order, ordered, orderNames, orders } from './order';
import { TeachIt } from './TeachIt';
import { aDigit, countOf } from './wording';

/** Milliseconds between two questions about all of them: the network that learns is not to be kept from it. */
const answersPause = 1000;

/** The digits that somebody drew and labelled, and what the network says to them now. */
export function MyDigitsPanel() {
  const { myDigits, truth } = usePad();
  const announcer = useAnnouncer();
  const state = useSyncExternalStore(myDigits.subscribe, myDigits.get);
  const { digits, message } = state;
  const isTraining = useSessionState(({ run }) => run.status === 'training');
  const answers = useFollowed(digits, { whom: 'stage', ask: answersTo, pause: answersPause });
  // While the network learns, the order stays: nothing runs away from under the finger.
  const settled = useRef(answers);
  if (!isTraining) settled.current = answers;
  const settledAnswers = settled.current;
  const [order, setOrder] = useState<Order>('newest');
  const shown = useMemo(() => ordered(digits, order, settledAnswers), [digits, order, settledAnswers]);
  const [wanted, choose] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(
    () => new Set(digits.flatMap(({ id }) => (wanted.has(id) ? [id] : []))),
    [digits, wanted],
  );
  const head = useRef<HTMLParagraphElement>(null);
  const help = useId();

  // What is there from an earlier visit was said then.
  const said = useRef(message);
  useEffect(() => {
    if (message && message !== said.current) announcer.announce(message.text);
    said.current = message;
  }, [message, announcer]);

  const relabel = (label: number): void => {
    if (chosen.size === 0) return;
    const undo = myDigits.relabel(chosen, label);
    myDigits.say({ kind: 'notice', text: `${countOf(chosen.size)} labelled as ${aDigit(label)}.`, undo });
  };
  const remove = (ids: ReadonlySet<string>): void => {
    if (ids.size === 0) return;
    const undo = myDigits.remove(ids);
    myDigits.say({ kind: 'notice', text: `${countOf(ids.size)} deleted.`, undo });
  };
  const all = () => new Set(digits.map(({ id }) => id));
  const single = chosen.size === 1 ? digits.find(({ id }) => chosen.has(id)) : undefined;
  const show = (): void => {
    if (!single) return;
    truth.show(single);
    showStage();
  };

  const lesson = useMemo(() => lessonOf(digits), [digits]);
  const { right, of } = countRight(digits, answers ?? new Map());
  const isEmpty = digits.length === 0;
  const isAll = chosen.size === digits.length;
  return (
    <div className={styles.panel}>
      <div className={styles.head}>
        <p ref={head} tabIndex={-1} className={styles.score} data-testid="my-score">
          {isEmpty && 'No digits yet'}
          {!isEmpty && of === 0 && countOf(digits.length)}
          {!isEmpty && of > 0 && `${formatCount(right)} of ${formatCount(of)} right`}
        </p>
        <MyDigitsMessages myDigits={myDigits} state={state} undone={() => head.current?.focus()} />
      </div>
      {!isEmpty && (
        <ChosenDigits
          chosen={chosen.size}
          show={single ? show : null}
          relabel={relabel}
          remove={() => remove(chosen)}
        />
      )}
      <div className={styles.digits}>
        {isEmpty ? (
          <p className={styles.empty}>
            {state.isRead
              ? 'Draw a digit, then tap in “The network says” what it really is: it is kept here, on this device alone. Files of digits can be imported too.'
              : 'Looking for what is kept on this device …'}
          </p>
        ) : (
          <>
            <div className={styles.order}>
              <Choice label="Order" value={order} options={orders} names={orderNames} onChange={setOrder} />
              <button type="button" className="button" onClick={() => choose(isAll ? new Set() : all())}>
                {isAll ? 'Choose none' : 'Choose all'}
              </button>
              <Help about="my digits" id={help}>
                <p>Your drawings, and what you said that they are. They stay on this device.</p>
                <p>
                  Below each is its label, then <RightIcon /> where the network on the stage reads that, or{' '}
                  <WrongIcon /> with what it reads instead.
                </p>
                <p>
                  Tap several to choose them. By keys: arrows, Space to choose, Shift for a row of them, 0 to
                  9 to label, Delete.
                </p>
              </Help>
            </div>
            <DigitList
              digits={shown}
              answers={answers}
              chosen={chosen}
              choose={choose}
              remove={() => remove(chosen)}
              relabel={relabel}
              describedBy={help}
            />
          </>
        )}
      </div>
      <div className={styles.teach}>
        <TeachIt {...lesson} />
      </div>
      <div className={styles.files}>
        <DigitFiles myDigits={myDigits} isEmpty={isEmpty} removeAll={() => remove(all())} />
      </div>
    </div>
  );
}

/** All of them, one behind the other. */
function lessonOf(digits: readonly MyDigit[]): { readonly images: Uint8Array; readonly labels: Uint8Array } {
  const pixels = digits[0]?.image.length ?? 0;
  const images = new Uint8Array(digits.length * pixels);
  digits.forEach(({ image }, n) => {
    images.set(image, n * pixels);
  });
  return { images, labels: Uint8Array.from(digits, ({ label }) => label) };
}
