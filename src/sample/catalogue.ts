import type { NonEmpty } from './regions.js';

/** An article of the made-up shop. */
export interface Article {
  readonly id: string;
  readonly name: string;
  readonly brand: string;
  readonly category: string;
  /** Of one unit, in units of whatever the customer's currency is. */
  readonly price: number;
}

const article = (id: string, name: string, brand: string, category: string, price: number): Article => ({
  id,
  name,
  brand,
  category,
  price,
});

/** Everything the made-up shop sells. */
export const CATALOGUE: NonEmpty<Article> = [
  article('HB-10021', 'Tide Atlas (hardcover)', 'Quillmark', 'books/nature', 34.9),
  article('HB-10044', 'The Lantern Keepers', 'Quillmark', 'books/fiction', 18.5),
  article('HB-10107', 'Bread by Hand', 'Quillmark', 'books/cooking', 29.99),
  article('HB-20001', 'Puzzle 1000: Harbor', 'Nimbus', 'toys/puzzles', 24.0),
  article('HB-20014', 'Wooden tram', 'Nimbus', 'toys/wood', 16.25),
  article('HB-33001', 'Boardgame: Lighthouse', 'Nimbus', 'games', 41.0),
  article('HB-33012', 'Card deck, waxed', 'Nimbus', 'games', 8.95),
  article('HB-55102', 'Reading lamp', 'Lumo', 'home/lighting', 11.0),
  article('HB-55130', 'Desk lamp "Pelican"', 'Lumo', 'home/lighting', 64.5),
  article('HB-60210', 'Enamel mug, 350 ml', 'Fjordware', 'home/kitchen', 12.75),
  article('HB-60255', 'Tea tin, empty', 'Fjordware', 'home/kitchen', 7.99),
  article('HB-77001', 'Sketchbook A5', 'Orbita', 'stationery', 4.25),
  article('HB-77002', 'Graphite set', 'Orbita', 'stationery', 9.5),
  article('HB-77019', 'Fountain pen, fine', 'Orbita', 'stationery', 56.0),
  article('HB-88140', 'Telescope 70mm', 'Orbita', 'toys/science', 129.99),
  article('HB-91010', 'Cuaderno de viaje', 'Orbita', 'stationery', 19.0),
];
