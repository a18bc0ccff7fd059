/** The networks that come with the page: their files in `models`, and what is shown of them before they are fetched. */
export type ShippedName = 'convolutional' | 'dense';

type ShippedNetwork = {
  readonly title: string;
  readonly file: string;
  /** Of 1,000 bytes. */
  readonly kilobytes: number;
  /** Of MNIST's test digits, as the card in the file has it. */
  readonly testAccuracy: number;
};

export const shippedNetworks: Record<ShippedName, ShippedNetwork> = {
  convolutional: {
    title: 'Convolutional',
    file: 'digits-conv-pad.safetensors',
    kilobytes: 242,
    testAccuracy: 0.9948,
  },
  dense: { title: 'Dense', file: 'digits-pad.safetensors', kilobytes: 472, testAccuracy: 0.9928 },
};

export const shippedNames: readonly ShippedName[] = ['convolutional', 'dense'];

/** The one that the page opens with. */
export const openingNetwork: ShippedName = 'convolutional';

export function isShipped(origin: string): origin is ShippedName {
  return Object.hasOwn(shippedNetworks, origin);
}
