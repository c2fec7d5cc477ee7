/** @file Networks by what they read: functions from sizes to layers. */
export { lstmClassifier, type SequenceClassifierSizes } from './recurrent.ts';
