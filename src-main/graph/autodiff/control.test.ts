import { describeGradients } from './check.fixture.ts';
import { controlGradients } from './control.ts';

describeGradients(controlGradients, {});
