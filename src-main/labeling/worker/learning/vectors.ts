/** @file Sparse vectors: the features of an item that are not zero. */

export interface SparseVector {
  /** Ascending. */
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** @param entries by feature */
export function sparseOf(entries: ReadonlyMap<number, number>): SparseVector {
  const indices = Int32Array.from(entries.keys()).sort();
  return { indices, values: Float32Array.from(indices, (index) => entries.get(index)!) };
}

/** Of Euclidean length 1; a vector of zeros stays. */
export function normalized({ indices, values }: SparseVector): SparseVector {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? { indices, values } : { indices, values: values.map((value) => value / length) };
}

/** Inner product of two vectors. */
export function dot(a: SparseVector, b: SparseVector): number {
  let [sum, i, j] = [0, 0, 0];
  while (i < a.indices.length && j < b.indices.length) {
    const [left, right] = [a.indices[i]!, b.indices[j]!];
    if (left === right) sum += a.values[i++]! * b.values[j++]!;
    else if (left < right) i++;
    else j++;
  }
  return sum;
}
