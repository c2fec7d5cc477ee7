/** @file Activations and what else has no parameters. */
import { layerOf, type Layer } from './layer.ts';

/** Rectified linear unit, max(x, 0). */
export const relu: Layer = layerOf((builder, input) => builder.emit('Relu', [input]));

/** 1 / (1 + exp(-x)). */
export const sigmoid: Layer = layerOf((builder, input) => builder.emit('Sigmoid', [input]));

/** Hyperbolic tangent. */
export const tanh: Layer = layerOf((builder, input) => builder.emit('Tanh', [input]));
