"""The peers: the same file in onnxruntime for Python, or the network's twin in PyTorch, on two threads.

Arguments: "onnxruntime" FILE ROWS run|create, or "torch" WORKLOAD ROWS. Answers like the training bench's peer.
"""
import os, sys
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'train'))


def with_onnxruntime(file, rows, what):
    import onnxruntime

    def create():
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.log_severity_level = 2, 3
        return onnxruntime.InferenceSession(file, options, providers=['CPUExecutionProvider'])

    if what == 'create':
        return create
    session = create()
    types = {'tensor(int32)': np.int32, 'tensor(float)': np.float32}

    def filled(tensor):
        shape = [rows if isinstance(size, str) else size for size in tensor.shape]
        return (np.arange(np.prod(shape)) % 2).astype(types[tensor.type]).reshape(shape)

    feeds = {tensor.name: filled(tensor) for tensor in session.get_inputs()}
    return lambda: session.run(None, feeds)


def with_torch(name, rows):
    import torch
    from peer import Recurrent, workloads
    torch.set_num_threads(2)
    make, inputs, _, _ = workloads[name]
    net, x = make().eval(), inputs()
    axis = 1 if isinstance(net, Recurrent) else 0
    x = x.index_select(axis, torch.arange(rows) % x.shape[axis])

    def run():
        with torch.inference_mode():
            return net(x).numpy()
    return run


if __name__ == '__main__':
    from answer import answer
    kind, target, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
    answer(with_torch(target, rows) if kind == 'torch' else with_onnxruntime(target, rows, sys.argv[4]))
