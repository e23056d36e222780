import { z } from 'zod';
import type { Outcome } from './report.js';

/** What a command answers: the last event of its stream. */
const Answer = z.looseObject({ position: z.string() });

/** Tells by the answers of commands, one after another, whether they changed anything: then the log goes on behind what was known. */
export class News {
  /** @param position where the log stood before the first one */
  constructor(private position: string) {}

  /** Whether a command changed something. */
  isIn(answer: unknown): boolean {
    const { success, data } = Answer.safeParse(answer);
    // Positions are in the order of their text.
    if (!success || data.position <= this.position) return false;
    this.position = data.position;
    return true;
  }

  /** What became of a thing that was there before. */
  of(...answers: readonly unknown[]): Outcome {
    // All of them are looked at.
    return answers.filter((answer) => this.isIn(answer)).length > 0 ? 'changed' : 'same';
  }
}
