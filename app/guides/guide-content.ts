import type { Language } from '../locale/dictionary.ts';
import type { Bilingual, Fact, SectionId, Source } from './fact.ts';
import { factById, facts } from './facts.ts';
import type { FactId } from './facts.ts';
import { guides, sections } from './sections.ts';
import type { Section } from './sections.ts';
import { tables } from './tables.ts';
import type { RiskTable } from './tables.ts';

type KnownFact = Fact & { readonly id: FactId };

/** One claim where it stands, with its table row when it stands in a table. */
export interface Entry {
  readonly fact: KnownFact;
  readonly row: RiskTable['rows'][number] | null;
}

/** A part of a guide with everything that a reader sees in it. */
export interface Part {
  readonly section: Section;
  readonly table: RiskTable | null;
  readonly entries: readonly Entry[];
}

function partOf(section: Section): Part {
  const table = tables.find((candidate) => candidate.section === section.id) ?? null;
  const entries =
    table === null
      ? facts.filter((fact) => fact.section === section.id).map((fact) => ({ fact, row: null }))
      : table.rows.map((row) => ({ fact: factById[row.fact], row }));
  return { section, table, entries };
}

/** All parts in reading order. What is not in here cannot be read in the window: a test holds it complete. */
export const parts: readonly Part[] = sections.map(partOf);

/** The parts of one guide. */
export function partsOf(source: Source): readonly Part[] {
  return parts.filter((part) => part.section.source === source);
}

/** What stands beside a claim: the correction of a disputed one, a remark on another, or nothing. */
export function besides(fact: Fact): Bilingual | null {
  return fact.status === 'disputed' ? fact.correction : (fact.remark ?? null);
}

function textOf({ section }: Part, { fact, row }: Entry, language: Language): string {
  const texts = [section.title, fact.says, besides(fact), ...Object.values(row?.cells ?? {})];
  return [fact.id, ...texts.map((text) => text?.[language] ?? '')].join('\n').toLocaleLowerCase(language);
}

/** The parts that hold every word of a query, each with the matching claims only. An empty query finds nothing. */
export function searchGuides(query: string, language: Language): readonly Part[] {
  const words = query.toLocaleLowerCase(language).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [];
  return parts
    .map((part) => ({
      ...part,
      entries: part.entries.filter((entry) => {
        const text = textOf(part, entry, language);
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((part) => part.entries.length > 0);
}

/** Where in the guides an address points. */
export interface Place {
  readonly source: Source;
  /** the part to go to, or the walk through signing out; null = the top */
  readonly anchor: SectionId | `${Source}-walk` | null;
  readonly fact: KnownFact | null;
}

/** A guide, its walk through signing out, a part or a claim; anything unknown is the first guide. */
export function placeOf(detail: string): Place {
  const fact = facts.find((candidate) => candidate.id === detail) ?? null;
  const section = sections.find((candidate) => candidate.id === (fact?.section ?? detail));
  if (section !== undefined) return { source: section.source, anchor: section.id, fact };
  for (const { source } of guides) {
    if (detail === source) return { source, anchor: null, fact };
    if (detail === `${source}-walk`) return { source, anchor: `${source}-walk`, fact };
  }
  return { source: 'wechat', anchor: null, fact };
}
