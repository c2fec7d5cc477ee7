import { describeGradients } from './check.fixture.ts';
import { textGradients } from './text.ts';

describeGradients(textGradients, {});
