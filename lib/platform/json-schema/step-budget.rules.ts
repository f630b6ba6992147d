/** Thrown when checking would take longer than anybody should wait for it. */
export class TooManySteps extends Error {
  constructor() {
    super("take too long to check against this schema");
  }
}

/**
 * How much checking may cost. A schema of any size meets a value of any size, and both come from outside: what is visited and compared is
 * counted before it is done and never timed, so the same value gets the same answer on every machine.
 */
export class StepBudget {
  private left: number;

  constructor(private readonly steps: number) {
    this.left = steps;
  }

  /** Steps taken so far, at most what there were. */
  get spent(): number {
    return this.steps - Math.max(0, this.left);
  }

  /** @throws TooManySteps */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooManySteps();
  }
}
