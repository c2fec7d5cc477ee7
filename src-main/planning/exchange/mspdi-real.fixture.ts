/**
 * @file A file as Microsoft Project 2019 and ProjectLibre write them, with every construct that a reader may trip on; as large as
 * it is asked for. The order of elements is that of mspdi_pj12.xsd; values are made up.
 */

const OFFICE = `<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>`;

const day = (type: number, works: boolean) =>
  `<WeekDay><DayType>${type}</DayType><DayWorking>${works ? 1 : 0}</DayWorking>${works ? OFFICE : ''}</WeekDay>`;

interface Recurring {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly occurrences: number;
  readonly rule: string;
}

const exception = ({ name, from, to, occurrences, rule }: Recurring) =>
  `<Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>${from}T00:00:00</FromDate><ToDate>${to}T23:59:00</ToDate></TimePeriod><Occurrences>${occurrences}</Occurrences><Name>${name}</Name>${rule}<DayWorking>0</DayWorking></Exception>`;

/** Holidays as people enter them: each year on a day, on the fourth Thursday, every other Friday, the last of each month. */
export const RECURRING: readonly Recurring[] = [
  {
    name: '元旦',
    from: '2026-01-01',
    to: '2028-12-31',
    occurrences: 3,
    rule: '<Type>2</Type><Period>1</Period><Month>0</Month><MonthDay>1</MonthDay>',
  },
  {
    name: 'Thanksgiving',
    from: '2026-01-01',
    to: '2027-12-31',
    occurrences: 2,
    rule: '<Type>3</Type><Period>1</Period><MonthItem>7</MonthItem><MonthPosition>3</MonthPosition><Month>10</Month>',
  },
  {
    name: 'Short Friday',
    from: '2026-05-01',
    to: '2026-05-31',
    occurrences: 3,
    rule: '<Type>6</Type><Period>2</Period><DaysOfWeek>32</DaysOfWeek>',
  },
  {
    name: 'Stocktaking',
    from: '2026-01-01',
    to: '2026-03-31',
    occurrences: 3,
    rule: '<Type>5</Type><Period>1</Period><MonthItem>1</MonthItem><MonthPosition>4</MonthPosition>',
  },
  {
    name: 'Bridge',
    from: '2026-06-01',
    to: '2026-06-10',
    occurrences: 4,
    rule: '<Type>1</Type><Period>3</Period>',
  },
];

/** A full row: what Project writes of each task, whether it says anything or not. */
function row(n: number): string {
  const level = n % 10 === 0 ? 1 : n % 10 === 1 ? 2 : 3;
  const isSummary = level < 3;
  const start = '2026-03-02T08:00:00';
  const link =
    n % 10 > 2
      ? `<PredecessorLink><PredecessorUID>${n - 1}</PredecessorUID><Type>${n % 4}</Type><CrossProject>0</CrossProject><LinkLag>${(n % 3) * 4800}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>`
      : '';
  return `<Task><UID>${n}</UID><ID>${n}</ID><Name>${n % 2 ? '数据标注' : 'Label'} &amp; check ${n}</Name><Active>1</Active><Manual>0</Manual><Type>0</Type><IsNull>0</IsNull><CreateDate>2026-02-01T09:00:00</CreateDate><WBS>1.${n}</WBS><OutlineNumber>1.${n}</OutlineNumber><OutlineLevel>${level}</OutlineLevel><Priority>500</Priority><Start>${start}</Start><Finish>2026-03-03T17:00:00</Finish><Duration>PT16H0M0S</Duration><ManualStart>${start}</ManualStart><ManualDuration>PT16H0M0S</ManualDuration><DurationFormat>${n % 7 === 0 ? 39 : n % 11 === 0 ? 53 : 7}</DurationFormat><Work>PT16H0M0S</Work><Stop>${start}</Stop><Resume>${start}</Resume><ResumeValid>0</ResumeValid><EffortDriven>0</EffortDriven><Recurring>0</Recurring><OverAllocated>0</OverAllocated><Estimated>${n % 7 === 0 ? 1 : 0}</Estimated><Milestone>0</Milestone><Summary>${isSummary ? 1 : 0}</Summary><DisplayAsSummary>0</DisplayAsSummary><Critical>0</Critical><IsSubproject>0</IsSubproject><IsSubprojectReadOnly>0</IsSubprojectReadOnly><ExternalTask>0</ExternalTask><EarlyStart>${start}</EarlyStart><EarlyFinish>2026-03-03T17:00:00</EarlyFinish><StartVariance>0</StartVariance><FinishVariance>0</FinishVariance><WorkVariance>0.00</WorkVariance><FreeSlack>0</FreeSlack><TotalSlack>0</TotalSlack><FixedCost>0</FixedCost><FixedCostAccrual>3</FixedCostAccrual><PercentComplete>${n % 5 === 0 && !isSummary ? 50 : 0}</PercentComplete><PercentWorkComplete>0</PercentWorkComplete><Cost>0</Cost><RemainingDuration>PT16H0M0S</RemainingDuration><RemainingWork>PT16H0M0S</RemainingWork><ACWP>0.00</ACWP><CV>0.00</CV><ConstraintType>${isSummary ? 0 : n % 8}</ConstraintType><CalendarUID>-1</CalendarUID>${n % 8 > 1 && !isSummary ? `<ConstraintDate>2026-04-0${(n % 8) + 1}T08:00:00</ConstraintDate>` : ''}<LevelAssignments>1</LevelAssignments><LevelingCanSplit>1</LevelingCanSplit><LevelingDelay>0</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat><IgnoreResourceCalendar>0</IgnoreResourceCalendar><HideBar>0</HideBar><Rollup>0</Rollup><BCWS>0.00</BCWS><BCWP>0.00</BCWP><PhysicalPercentComplete>0</PhysicalPercentComplete><EarnedValueMethod>0</EarnedValueMethod>${link}<IsPublished>1</IsPublished><CommitmentType>0</CommitmentType></Task>`;
}

const assignment = (n: number) =>
  `<Assignment><UID>${n}</UID><TaskUID>${n}</TaskUID><ResourceUID>${n % 3 === 0 ? 2 : 1}</ResourceUID><PercentWorkComplete>0</PercentWorkComplete><Units>1</Units><Work>PT16H0M0S</Work><TimephasedData><Type>1</Type><UID>${n}</UID><Start>2026-03-02T08:00:00</Start><Finish>2026-03-02T17:00:00</Finish><Unit>2</Unit><Value>PT8H0M0S</Value></TimephasedData><TimephasedData><Type>1</Type><UID>${n}</UID><Start>2026-03-05T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish><Unit>2</Unit><Value>PT8H0M0S</Value></TimephasedData></Assignment>`;

const ODD = `<Task><UID>900001</UID><ID>900001</ID><IsNull>1</IsNull><OutlineLevel>0</OutlineLevel></Task>
<Task><UID>900002</UID><ID>900002</ID><Active>0</Active><Manual>1</Manual><IsNull>0</IsNull><OutlineNumber>2.1</OutlineNumber><Start>2026-07-01T08:00:00</Start><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat><ManualStart>2026-07-02T08:00:00</ManualStart><Work>PT8H0M0S</Work><Deadline>2026-08-01T17:00:00</Deadline><Baseline><Number>0</Number><Start>2026-07-01T08:00:00</Start></Baseline></Task>
<Task><UID>900003</UID><ID>900003</ID><Name>${'长'.repeat(400)}</Name><IsNull>0</IsNull><OutlineLevel>1</OutlineLevel><Duration>PT24H0M0S</Duration><DurationFormat>8</DurationFormat><Work>PT0H0M0S</Work><Recurring>1</Recurring><PredecessorLink><PredecessorUID>900002</PredecessorUID><Type>1</Type><CrossProject>0</CrossProject><LinkLag>14400</LinkLag><LagFormat>8</LagFormat></PredecessorLink></Task>`;

/** With the mark of UTF-8 and CRLF, as Project writes; a row is about 2.5 KB. */
export function realMspdi(tasks: number): string {
  const rows = Array.from({ length: tasks }, (_, n) => row(n + 1));
  const leaves = Array.from({ length: tasks }, (_, n) => n + 1).filter((n) => n % 10 > 1);
  const text = `\uFEFF<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><SaveVersion>14</SaveVersion><BuildNumber>16.0.10827.20150</BuildNumber><Name>计划.xml</Name><Title>计划</Title><ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><CalendarUID>3</CalendarUID><DefaultStartTime>08:00:00</DefaultStartTime><MinutesPerDay>480</MinutesPerDay><OutlineCodes/><WBSMasks/><ExtendedAttributes/>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><IsBaselineCalendar>0</IsBaselineCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>${[1, 2, 3, 4, 5, 6, 7].map((type) => day(type, type > 1 && type < 7)).join('')}<WeekDay><DayType>0</DayType><DayWorking>0</DayWorking><TimePeriod><FromDate>2026-01-01T00:00:00</FromDate><ToDate>2026-01-01T23:59:00</ToDate></TimePeriod></WeekDay></WeekDays><Exceptions>${RECURRING.map(exception).join('')}</Exceptions></Calendar>
<Calendar><UID>3</UID><Name>Four days</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID><WeekDays>${day(6, false)}</WeekDays></Calendar>
<Calendar><UID>4</UID><Name>李梅</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID><WeekDays>${day(2, false)}</WeekDays></Calendar></Calendars>
<Tasks><Task><UID>0</UID><ID>0</ID><Name>计划</Name><OutlineNumber>0</OutlineNumber><Summary>1</Summary></Task>
${rows.join('\n')}
${ODD}</Tasks>
<Resources><Resource><UID>0</UID><ID>0</ID><Type>1</Type><IsNull>0</IsNull></Resource><Resource><UID>1</UID><ID>1</ID><Name>李梅</Name><Type>1</Type><IsNull>0</IsNull><MaxUnits>1.00</MaxUnits><CalendarUID>4</CalendarUID></Resource><Resource><UID>2</UID><ID>2</ID><Name>Max</Name><Type>1</Type><MaxUnits>1.00</MaxUnits><CalendarUID>-1</CalendarUID></Resource><Resource><UID>3</UID><ID>3</ID><Name>Paper</Name><Type>0</Type></Resource><Resource><UID>4</UID><ID>4</ID><Name>Travel</Name><Type>2</Type></Resource></Resources>
<Assignments>${leaves.map(assignment).join('\n')}</Assignments></Project>
`;
  return text.replaceAll('\n', '\r\n');
}
