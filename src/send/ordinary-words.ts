/** Words of Facebook's own messages (facts: Graph API error handling, event validation): they are nobody's data. */
const WORDS = `
  a about access action active add after again all allowed already also an and any api app application are array as at
  bad be because been before belong business but by call can cannot capability change check city code complete contact
  content contents conversion conversions could country currency custom customer data dataset date day days description
  details did different docs documentation does doc due duplicate each either email empty ensure error errors event
  events exceeded exist expected expired external facebook failed field fields file find first following for format found
  future get graph greater hash hashed has have help id identifier identifiers if in include incorrect information
  instead integer internal invalid is issue item items it key keys last later least less lead learn limit list loaded
  long make many match matching may maximum message meta minimum missing more must name names need new no non not null
  number numeric object occurred of offline old older on one only operation option options or order other out page
  parameter parameters past payload permission permissions phone pixel please policy post price product products
  properties property provide provided purchase quantity range read reached received refer request required retry
  secret see send sending sent server session set should size some source state store string support supported temporarily
  than that the them there this time timestamp to token too total transaction try type unavailable unexpected unknown
  unsupported up upload uploaded use user using valid validate validating value values was were what when which while
  with within without you your zip`;

export const ORDINARY_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
