/** @file Everything a plan is made of, by kind. */
import { Decision, KeyResult, Meeting, Objective, Project, Requirement } from './aims.ts';
import { ComplianceAnswer } from './compliance.ts';
import {
  BrandNote,
  Campaign,
  CanvasEntry,
  Competitor,
  Feature,
  Feedback,
  Interview,
  Persona,
  PositioningMap,
  RevenueStream,
  Scenario,
  Segment,
  SwotEntry,
} from './market.ts';
import { BudgetLine, Expense, Machine, Risk } from './risk.ts';
import { LabelSchema, Template } from './template.ts';
import { Baseline, Comment, Gate, Milestone, SavedFilter, Task, TimeEntry } from './work.ts';

export const PLAN_KINDS = {
  project: Project,
  objective: Objective,
  keyResult: KeyResult,
  requirement: Requirement,
  decision: Decision,
  meeting: Meeting,
  milestone: Milestone,
  gate: Gate,
  task: Task,
  comment: Comment,
  timeEntry: TimeEntry,
  baseline: Baseline,
  savedFilter: SavedFilter,
  risk: Risk,
  budgetLine: BudgetLine,
  expense: Expense,
  machine: Machine,
  segment: Segment,
  persona: Persona,
  interview: Interview,
  feature: Feature,
  competitor: Competitor,
  positioningMap: PositioningMap,
  swotEntry: SwotEntry,
  canvasEntry: CanvasEntry,
  revenueStream: RevenueStream,
  scenario: Scenario,
  campaign: Campaign,
  feedback: Feedback,
  brandNote: BrandNote,
  complianceAnswer: ComplianceAnswer,
  labelSchema: LabelSchema,
  template: Template,
} as const;
