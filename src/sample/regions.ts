// The countries of the invented shop: names, cities, phone ranges. One customer: customers.ts.

/** A first name; `mail`: its spelling in an e-mail address. */
interface FirstName {
  readonly name: string;
  readonly mail: string;
  readonly gender: 'F' | 'M';
}

interface LastName {
  readonly name: string;
  readonly mail: string;
}

/** A city and its region. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  /** What a phone number of the place begins with, in E.164; the region's `phoneDigits` follow. */
  readonly phone: string;
}

/** A country with made-up customers in it. */
export interface Region {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly currency: string;
  /** How many customers in a hundred live there. */
  readonly percent: number;
  /** Last digits of a phone number that are free to choose in its range for fiction. */
  readonly phoneDigits: number;
  readonly firstNames: NonEmpty<FirstName>;
  readonly lastNames: NonEmpty<LastName>;
  readonly places: NonEmpty<Place>;
}

/** A list with at least one element. */
export type NonEmpty<Element> = readonly [Element, ...Element[]];

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

const each = <Given, Made>([first, ...rest]: NonEmpty<Given>, make: (given: Given) => Made): NonEmpty<Made> => [
  make(first),
  ...rest.map(make),
];

const named = (gender: 'F' | 'M', names: NonEmpty<string>): NonEmpty<FirstName> =>
  each(names, (name) => ({ name, mail: plain(name), gender }));

const surnames = (names: NonEmpty<string>): Region['lastNames'] => each(names, (name) => ({ name, mail: plain(name) }));

const places = (rows: NonEmpty<readonly [city: string, state: string, zip: string, phone: string]>): NonEmpty<Place> =>
  each(rows, ([city, state, zip, phone]) => ({ city, state, zip, phone }));

// prettier-ignore
const ENGLISH_NAMES = {
  firstNames: [
    ...named('F', ['Maribel', 'Ruth', 'Joanna', 'Keisha', 'Wren', 'Abigail', 'Priya', 'Nora', 'Lucía', 'Mei', 'Zoë']),
    ...named('M', ['Tunde', 'Walter', 'Caleb', 'Amir', 'Owen', 'Marcus', 'Diego', 'Henry', 'Jin', 'Rafael', 'Theo']),
  ],
  lastNames: surnames([
    'Odell', 'Okafor', 'Hartwell', 'Brightwater', 'Castellano', 'Lindqvist', 'Nakamura', 'Fairbanks',
    'Mc Rae', 'Delacroix-Hume', "O'Connor", 'Penhaligon', 'Quill', 'Ashdown', 'Whitlock', 'Varga',
  ]),
} as const;

/** Phone numbers come from the ranges that each numbering plan keeps free for fiction. */
// prettier-ignore
export const REGIONS: NonEmpty<Region> = [
  {
    country: 'US', currency: 'USD', percent: 78, phoneDigits: 2,
    ...ENGLISH_NAMES,
    places: places([
      ['San José', 'CA', '95112', '+140855501'],
      ['Los Angeles', 'CA', '90012', '+121355501'],
      ['New York', 'NY', '10010', '+121255501'],
      ['Buffalo', 'NY', '14202', '+171655501'],
      ['Portland', 'OR', '97205', '+150355501'],
      ['Seattle', 'WA', '98101', '+120655501'],
      ['Denver', 'CO', '80202', '+130355501'],
      ['Austin', 'TX', '78701', '+151255501'],
      ['St. Louis', 'MO', '63101', '+131455501'],
      ['Boston', 'MA', '02108', '+161755501'],
      ['Hartford', 'CT', '06103', '+186055501'],
      ['Richmond', 'VA', '23219', '+180455501'],
      ['Salt Lake City', 'UT', '84101', '+180155501'],
      ['Winston-Salem', 'NC', '27101', '+133655501'],
      ['Bozeman', 'MT', '59715', '+140655501'],
      ['Chicago', 'IL', '60601', '+131255501'],
    ]),
  },
  {
    country: 'CA', currency: 'CAD', percent: 6, phoneDigits: 2,
    ...ENGLISH_NAMES,
    places: places([
      ['Toronto', 'ON', 'M5V 2T6', '+141655501'],
      ['Montréal', 'QC', 'H2Y 1C6', '+151455501'],
      ['Vancouver', 'BC', 'V6B 1A1', '+160455501'],
    ]),
  },
  {
    country: 'GB', currency: 'GBP', percent: 6, phoneDigits: 3,
    ...ENGLISH_NAMES,
    places: places([
      ['Leeds', 'England', 'LS1 4DY', '+441134960'],
      ['London', 'England', 'EC1A 1BB', '+442079460'],
      ['Edinburgh', 'Scotland', 'EH1 1YZ', '+441314960'],
    ]),
  },
  {
    country: 'DE', currency: 'EUR', percent: 4, phoneDigits: 3,
    firstNames: [...named('F', ['Anneliese', 'Käthe', 'Frieda']), ...named('M', ['Nils', 'Jörg', 'Benedikt'])],
    lastNames: surnames(['Müller-Feld', 'Größmann', 'Weidenbach', 'Sommerkorn']),
    places: places([
      ['Köln', 'Nordrhein-Westfalen', '50667', '+492214710'],
      ['Berlin', 'Berlin', '10115', '+493023125'],
      ['München', 'Bayern', '80331', '+498999998'],
    ]),
  },
  {
    country: 'ES', currency: 'EUR', percent: 3, phoneDigits: 3,
    firstNames: [...named('F', ['Ana', 'Begoña', 'Pilar']), ...named('M', ['Íñigo', 'Álvaro', 'Joaquín'])],
    lastNames: surnames(['García López', 'Peñalver', 'Ibáñez Ruiz', 'Montcada']),
    // Spain keeps no numbers free for fiction: these customers brought theirs from Britain.
    places: places([
      ['Madrid', 'Madrid', '28013', '+442079460'],
      ['A Coruña', 'Galicia', '15001', '+442079460'],
      ['Málaga', 'Andalucía', '29001', '+442079460'],
    ]),
  },
  {
    country: 'FR', currency: 'EUR', percent: 3, phoneDigits: 4,
    firstNames: [...named('F', ['Éloïse', 'Margaux', 'Solène']), ...named('M', ['Rémi', 'Gaël', 'Étienne'])],
    lastNames: surnames(['Lefèvre', 'Beaulieu', "d'Aubray", 'Chastaing']),
    places: places([
      ['Lyon', 'Auvergne-Rhône-Alpes', '69001', '+3363998'],
      ['Nîmes', 'Occitanie', '30000', '+3363998'],
      ['Paris', 'Île-de-France', '75004', '+3363998'],
    ]),
  },
];
