/** Thrown when checking would take longer than anybody should wait for it. */
export class TooManySteps extends Error {
  constructor() {
    super("take too long to check against this schema");
  }
}

/**
 * How much one check of parameters may cost. Linear time is still the text's length times the pattern's size, and a schema may hold many
 * patterns; while it is checked the server does nothing else. Steps are counted before they are taken and never timed, so the same
 * parameters get the same answer on every machine.
 */
export class StepBudget {
  private left: number;

  constructor(private readonly steps: number) {
    this.left = steps;
  }

  refill(): void {
    this.left = this.steps;
  }

  /** @throws TooManySteps */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooManySteps();
  }
}
