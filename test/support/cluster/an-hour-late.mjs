// For `node --import`: a machine whose clock is an hour behind.
const HOUR = 3_600_000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() - HOUR);
    else super(...given);
  }
  static now() {
    return Real.now() - HOUR;
  }
};
