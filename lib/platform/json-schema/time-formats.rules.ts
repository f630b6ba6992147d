const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeapYear = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** RFC 3339, full-date: a day that exists. */
export function isDate(text: string): boolean {
  const [, year, month, day] = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const last = month === "02" && isLeapYear(Number(year)) ? 29 : (days[Number(month) - 1] ?? 0);
  return Number(day) >= 1 && Number(day) <= last;
}

/** RFC 3339, full-time: with an offset; a leap second only where UTC has one. */
export function isTime(text: string): boolean {
  const found = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:z|([+-])([0-9]{2}):?([0-9]{2})?)$/i.exec(text);
  if (!found) return false;
  const [hour = 0, minute = 0, second = 0] = found.slice(1, 4).map(Number);
  const [offsetHour, offsetMinute] = [Number(found[5] ?? 0), Number(found[6] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (offsetHour * 60 + offsetMinute) * (found[4] === "-" ? -1 : 1);
  return (hour * 60 + minute - offset + 2 * 1_440) % 1_440 === 1_439;
}

/** RFC 3339, date-time. */
export function isDateTime(text: string): boolean {
  return /^[t\s]$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}

/** RFC 3339, appendix A: weeks alone, or days and times with nothing left out between them. */
export function isDuration(text: string): boolean {
  if (/^P[0-9]+W$/.test(text)) return true;
  const [, date, time] = /^P([0-9YMD]*)(T[0-9HMS]+)?$/.exec(text) ?? [];
  if (date === undefined || (date === "" && time === undefined)) return false;
  return (
    /^(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?$/.test(date) &&
    (time === undefined || /^T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?$/.test(time))
  );
}

const withOffset = (time: string) => (/(?:z|[+-][0-9]{2}:?(?:[0-9]{2})?)$/i.test(time) ? time : `${time}z`);

/** ISO 8601, a time of day; the offset may be left out. */
export function isIsoTime(text: string): boolean {
  return isTime(withOffset(text));
}

/** ISO 8601, day and time; the offset may be left out. */
export function isIsoDateTime(text: string): boolean {
  return /^[t\s]$/i.test(text.charAt(10)) && isDate(text.slice(0, 10)) && isIsoTime(text.slice(11));
}
