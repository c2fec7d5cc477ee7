"""Writes ONNX's own node tests to a folder: cases.bin holds every message, cases.json says where which stands."""

import json
import pathlib
import sys
import warnings

from onnx import TensorProto, numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])


def message(value, info):
    """A tensor, or a JSON null for what is no tensor."""
    if isinstance(value, TensorProto):
        return value
    if not info.type.HasField("tensor_type") or isinstance(value, (list, dict)) or value is None:
        return None
    return numpy_helper.from_array(value, info.name)


with open(folder / "cases.bin", "wb") as file:

    def put(proto):
        if proto is None:
            return None
        start = file.tell()
        file.write(proto.SerializeToString())
        return [start, file.tell()]

    cases = []
    for case in collect_testcases(None):
        graph = case.model.graph
        cases.append(
            {
                "name": case.name,
                "rtol": case.rtol,
                "atol": case.atol,
                "model": put(case.model),
                "sets": [
                    {
                        "inputs": [put(message(*pair)) for pair in zip(inputs, graph.input)],
                        "outputs": [put(message(*pair)) for pair in zip(outputs, graph.output)],
                    }
                    for inputs, outputs in case.data_sets
                ],
            }
        )
(folder / "cases.json").write_text(json.dumps(cases))
