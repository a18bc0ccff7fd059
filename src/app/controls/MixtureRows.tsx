import type { RunSpec } from '../../training/trainer';
import { Disclosure } from './Disclosure';
import {
  describeMixture,
  mixtureKinds,
  mixtureOf,
  mixtureParts,
  readShare,
  shareRule,
  usualShare,
  withShare,
} from './mixtureNumbers';
import { NumberField } from './NumberField';
import { Row } from './Row';
import { withMixture } from './recipeEdit';

type Props = { readonly spec: RunSpec; readonly rebuild: (spec: RunSpec) => void };

/** What is mixed into the digits when they are trained; nothing until it is asked for. */
export function MixtureRows({ spec, rebuild }: Props) {
  const mixture = mixtureOf(spec.data);
  return (
    <Disclosure title="Mixed in" state={describeMixture(mixture) || 'off'}>
      {mixtureKinds.map((kind) => {
        const { label, says, formula, source } = mixtureParts[kind];
        return (
          <Row
            key={kind}
            label={label}
            help={
              <>
                <p>{says}</p>
                {formula && <p className="formula">{formula}</p>}
                <p>
                  Now {readShare(mixture, kind)} % of every batch, usually {usualShare(kind)} %; 0 is off.{' '}
                  {source}
                </p>
              </>
            }
          >
            {({ control, help }) => (
              <NumberField
                id={control}
                describedBy={help}
                rule={shareRule(kind)}
                value={readShare(mixture, kind)}
                onChange={(percent) => rebuild(withMixture(spec, withShare(mixture, kind, percent)))}
              />
            )}
          </Row>
        );
      })}
    </Disclosure>
  );
}
