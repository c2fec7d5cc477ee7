/** @file Files of MS-Project XML, by hand after what Microsoft Project 2019 and ProjectLibre 1.9 write; shortened. */

const weekDay = (type: number, times: readonly (readonly [string, string])[]) => `
      <WeekDay>
        <DayType>${type}</DayType>
        <DayWorking>${times.length > 0 ? 1 : 0}</DayWorking>
        <WorkingTimes>${times.map(([from, to]) => `<WorkingTime><FromTime>${from}</FromTime><ToTime>${to}</ToTime></WorkingTime>`).join('')}</WorkingTimes>
      </WeekDay>`;
const OFFICE = [
  ['08:00:00', '12:00:00'],
  ['13:00:00', '17:00:00'],
] as const;

export const MICROSOFT = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <SaveVersion>14</SaveVersion>
  <Name>Classifier.xml</Name>
  <ScheduleFromStart>1</ScheduleFromStart>
  <StartDate>2026-02-28T08:00:00</StartDate>
  <FinishDate>2026-03-31T17:00:00</FinishDate>
  <CalendarUID>1</CalendarUID>
  <MinutesPerDay>480</MinutesPerDay>
  <ExtendedAttributes>
    <ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName><Alias>Team color</Alias></ExtendedAttribute>
  </ExtendedAttributes>
  <Calendars>
    <Calendar>
      <UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID>
      <WeekDays>${weekDay(1, [])}${[2, 3, 4, 5].map((day) => weekDay(day, OFFICE)).join('')}${weekDay(6, [['08:00:00', '12:00:00']])}${weekDay(7, [])}</WeekDays>
      <Exceptions>
        <Exception>
          <EnteredByOccurrences>0</EnteredByOccurrences>
          <TimePeriod><FromDate>2026-04-03T00:00:00</FromDate><ToDate>2026-04-06T23:59:00</ToDate></TimePeriod>
          <Occurrences>1</Occurrences><Name>Easter</Name><Type>1</Type><DayWorking>0</DayWorking>
        </Exception>
        <Exception>
          <EnteredByOccurrences>0</EnteredByOccurrences>
          <TimePeriod><FromDate>2026-04-11T00:00:00</FromDate><ToDate>2026-04-11T23:59:00</ToDate></TimePeriod>
          <Occurrences>1</Occurrences><Name>Worked Saturday</Name><Type>1</Type><DayWorking>1</DayWorking>
          <WorkingTimes><WorkingTime><FromTime>09:00:00</FromTime><ToTime>00:00:00</ToTime></WorkingTime></WorkingTimes>
        </Exception>
      </Exceptions>
    </Calendar>
    <Calendar>
      <UID>3</UID><Name>Mei Li</Name><IsBaseCalendar>0</IsBaseCalendar><BaseCalendarUID>1</BaseCalendarUID>
      <Exceptions>
        <Exception>
          <TimePeriod><FromDate>2026-03-09T00:00:00</FromDate><ToDate>2026-03-13T23:59:00</ToDate></TimePeriod>
          <Name>Leave</Name><Type>1</Type><DayWorking>0</DayWorking>
        </Exception>
      </Exceptions>
    </Calendar>
  </Calendars>
  <Tasks>
    <Task><UID>0</UID><ID>0</ID><Name>Classifier</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>
    <Task>
      <UID>1</UID><ID>1</ID><Name>Data</Name><Type>1</Type><IsNull>0</IsNull><WBS>1</WBS><OutlineNumber>1</OutlineNumber>
      <OutlineLevel>1</OutlineLevel><Priority>500</Priority><Duration>PT40H0M0S</Duration><Work>PT40H0M0S</Work><Summary>1</Summary>
    </Task>
    <Task>
      <UID>2</UID><ID>2</ID><Name>Collect &amp; clean</Name><Type>0</Type><IsNull>0</IsNull><OutlineNumber>1.1</OutlineNumber>
      <OutlineLevel>2</OutlineLevel><Priority>500</Priority><Start>2026-03-02T08:00:00</Start><Finish>2026-03-03T17:00:00</Finish>
      <Duration>PT16H0M0S</Duration><DurationFormat>7</DurationFormat><Work>PT16H0M0S</Work><Milestone>0</Milestone><Summary>0</Summary>
      <PercentComplete>100</PercentComplete><ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-03T17:00:00</ActualFinish>
      <ConstraintType>0</ConstraintType>
      <ExtendedAttribute><FieldID>188743731</FieldID><Value>blue</Value></ExtendedAttribute>
      <Baseline><Number>0</Number><Work>PT16H0M0S</Work></Baseline>
    </Task>
    <Task><UID>3</UID><ID>3</ID><IsNull>1</IsNull></Task>
    <Task>
      <UID>4</UID><ID>4</ID><Name>Label 500</Name><Type>0</Type><IsNull>0</IsNull><OutlineNumber>1.2</OutlineNumber>
      <OutlineLevel>2</OutlineLevel><Priority>700</Priority><Duration>PT12H0M0S</Duration><DurationFormat>7</DurationFormat>
      <Work>PT24H0M0S</Work><Milestone>0</Milestone><Summary>0</Summary><PercentComplete>0</PercentComplete>
      <ConstraintType>4</ConstraintType><ConstraintDate>2026-03-05T08:00:00</ConstraintDate><Deadline>2026-03-20T17:00:00</Deadline>
      <Notes>guideline:
1 &lt; 2</Notes>
      <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type><CrossProject>0</CrossProject><LinkLag>4800</LinkLag><LagFormat>7</LagFormat></PredecessorLink>
    </Task>
    <Task>
      <UID>5</UID><ID>5</ID><Name>Beta</Name><Type>0</Type><IsNull>0</IsNull><OutlineNumber>2</OutlineNumber><OutlineLevel>1</OutlineLevel>
      <Duration>PT0H0M0S</Duration><Work>PT0H0M0S</Work><Milestone>1</Milestone><Summary>0</Summary>
      <ConstraintType>7</ConstraintType><ConstraintDate>2026-03-31T17:00:00</ConstraintDate>
      <PredecessorLink><PredecessorUID>4</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag><LagFormat>7</LagFormat></PredecessorLink>
    </Task>
    <Task>
      <UID>6</UID><ID>6</ID><Name>Estimate me</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration><DurationFormat>39</DurationFormat>
      <Work>PT0H0M0S</Work><Estimated>1</Estimated><Milestone>0</Milestone>
    </Task>
  </Tasks>
  <Resources>
    <Resource><UID>0</UID><ID>0</ID><Type>1</Type></Resource>
    <Resource><UID>1</UID><ID>1</ID><Name>Mei Li</Name><Type>1</Type><MaxUnits>1.00</MaxUnits><CalendarUID>3</CalendarUID></Resource>
    <Resource><UID>2</UID><ID>2</ID><Name>Max</Name><Type>1</Type><MaxUnits>1.00</MaxUnits></Resource>
    <Resource><UID>3</UID><ID>3</ID><Name>Cloud</Name><Type>2</Type></Resource>
  </Resources>
  <Assignments>
    <Assignment><UID>1</UID><TaskUID>2</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Work>PT16H0M0S</Work></Assignment>
    <Assignment><UID>2</UID><TaskUID>4</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Work>PT12H0M0S</Work></Assignment>
    <Assignment><UID>3</UID><TaskUID>4</TaskUID><ResourceUID>2</ResourceUID><Units>1</Units><Work>PT12H0M0S</Work></Assignment>
    <Assignment><UID>4</UID><TaskUID>4</TaskUID><ResourceUID>3</ResourceUID><Units>1</Units></Assignment>
  </Assignments>
</Project>
`;

export const PROJECT_LIBRE = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project">
    <Name>Projekt</Name>
    <StartDate>2026-11-30T08:00:00</StartDate>
    <CalendarUID>1</CalendarUID>
    <Calendars>
        <Calendar>
            <UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar>
            <WeekDays>${[1, 2, 3, 4, 5, 6, 7].map((day) => weekDay(day, day > 1 && day < 7 ? OFFICE : [])).join('')}
                <WeekDay>
                    <DayType>0</DayType><DayWorking>0</DayWorking>
                    <TimePeriod><FromDate>2026-12-24T00:00:00</FromDate><ToDate>2027-01-01T23:59:00</ToDate></TimePeriod>
                </WeekDay>
            </WeekDays>
        </Calendar>
    </Calendars>
    <Tasks>
        <Task>
            <UID>1</UID><ID>1</ID><Name>Aufgabe eins</Name><Type>0</Type><IsNull>0</IsNull><WBS>1</WBS><OutlineNumber>1</OutlineNumber>
            <OutlineLevel>1</OutlineLevel><Priority>500</Priority><Start>2026-11-30T08:00:00</Start><Duration>PT24H0M0S</Duration>
            <DurationFormat>7</DurationFormat><Milestone>false</Milestone><Summary>false</Summary>
            <ConstraintType>0</ConstraintType>
        </Task>
        <Task>
            <UID>2</UID><ID>2</ID><Name>第二个任务</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration><DurationFormat>7</DurationFormat>
            <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>0</Type><LinkLag>-2400</LinkLag><LagFormat>5</LagFormat></PredecessorLink>
        </Task>
    </Tasks>
    <Resources><Resource><UID>0</UID><ID>0</ID><Name>Unassigned</Name><Type>1</Type></Resource></Resources>
    <Assignments>
        <Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>-65535</ResourceUID><Units>1.0</Units></Assignment>
    </Assignments>
</Project>
`;
