"""What the tools that our files are for make of them. Reads a case of JSON, prints the answer as JSON."""

import contextlib
import json
import sys
import tempfile
import xml.etree.ElementTree as ElementTree


def coco(case):
    """pycocotools reads a file of ours: a mask by columns, its area and box for each annotation."""
    from pycocotools import mask as masks
    from pycocotools.coco import COCO

    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(case["text"])
        file.flush()
        with contextlib.redirect_stdout(sys.stderr):
            data = COCO(file.name)
    annotations = []
    for one in data.loadAnns(sorted(data.getAnnIds())):
        rle = data.annToRLE(one) if one.get("segmentation") else None
        annotations.append(
            {
                "image": data.loadImgs(one["image_id"])[0]["file_name"],
                "category": data.loadCats(one["category_id"])[0]["name"],
                "bbox": one["bbox"],
                "keypoints": one.get("keypoints"),
                "mask": None if rle is None else masks.decode(rle).T.reshape(-1).tolist(),
                "counts": None if rle is None else rle["counts"].decode() if isinstance(rle["counts"], bytes) else rle["counts"],
                "area": None if rle is None else int(masks.area(rle)),
                "box": None if rle is None else masks.toBbox(rle).tolist(),
            }
        )
    return annotations


def encoded(case):
    """Masks (bytes by columns) and rings as compressed counts, and how far the first of them covers each other one."""
    import numpy as np
    from pycocotools import mask as masks

    height, width = case["height"], case["width"]
    of_masks = [
        masks.encode(np.asfortranarray(np.array(one, dtype=np.uint8).reshape(width, height).T)) for one in case["masks"]
    ]
    of_rings = [masks.frPyObjects([ring], height, width)[0] for ring in case["rings"]]
    return {
        "masks": [one["counts"].decode() for one in of_masks],
        "rings": [one["counts"].decode() for one in of_rings],
        "iou": masks.iou(of_masks[:1], of_masks, [0] * len(of_masks)).tolist()[0],
        "boxes": masks.iou(np.array(case["boxes"][:1]), np.array(case["boxes"]), [0] * len(case["boxes"])).tolist()[0],
    }


def keypoints(case):
    """COCO's evaluation of one body against another."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    with contextlib.redirect_stdout(sys.stderr):
        truth = COCO()
        body = {"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0, "area": case["area"], "bbox": [0, 0, 1, 1]}
        truth.dataset = {
            "images": [{"id": 1, "height": 100, "width": 100}],
            "categories": [{"id": 1, "name": "a"}],
            "annotations": [{**body, "keypoints": case["truth"], "num_keypoints": sum(v > 0 for v in case["truth"][2::3])}],
        }
        truth.createIndex()
        found = truth.loadRes([{"image_id": 1, "category_id": 1, "keypoints": case["predicted"], "score": 1.0}])
        evaluation = COCOeval(truth, found, "keypoints")
        evaluation._prepare()
        return float(evaluation.computeOks(1, 1)[0][0])


def spacy(case):
    """Texts of the spans that spaCy makes of lines of ours, through its own binary format."""
    import spacy as library
    from spacy.tokens import DocBin

    pipeline = library.blank("zh")
    binary = DocBin(store_user_data=True)
    for line in case["text"].splitlines():
        record = json.loads(line)
        document = pipeline.make_doc(record["text"])
        given = record.get("entities") or [[one["start"], one["end"], one["label"]] for one in record.get("spans", [])]
        spans = [document.char_span(start, end, label=label, alignment_mode="strict") for start, end, label in given]
        assert all(span is not None for span in spans), record
        if "entities" in record:
            document.ents = spans
        else:
            document.spans["sc"] = spans
        document.cats = record.get("cats", {})
        binary.add(document)
    again = DocBin().from_bytes(binary.to_bytes()).get_docs(pipeline.vocab)
    return [
        {
            "spans": [[one.text, one.label_] for one in (list(document.spans["sc"]) if "sc" in document.spans else document.ents)],
            "cats": document.cats,
        }
        for document in again
    ]


def xml(case):
    """Elements with attributes and texts, as Python's own parser reads them."""

    def plain(element):
        return [element.tag, dict(element.attrib), (element.text or "").strip(), [plain(one) for one in element]]

    return plain(ElementTree.fromstring(case["text"].encode()))


def yaml(case):
    """A file of YAML, as ruamel.yaml reads it, which comes with spaCy."""
    import srsly

    return srsly.yaml_loads(case["text"])


def brush(case):
    """The last channel of Label Studio's packed masks, after `decode_rle` of label-studio-converter."""
    import numpy as np

    bits = "".join(f"{byte:08b}" for byte in case["rle"])
    at = 0

    def read(count):
        nonlocal at
        value = int(bits[at : at + count], 2)
        at += count
        return value

    count = read(32)
    word = read(5) + 1
    sizes = [read(4) + 1 for _ in range(4)]
    out = np.zeros(count, dtype=np.uint8)
    i = 0
    while i < count:
        repeated = read(1)
        j = i + 1 + read(sizes[read(2)])
        if repeated:
            out[i:j] = read(word)
            i = j
        else:
            while i < j:
                out[i] = read(word)
                i += 1
    return (out.reshape(-1, 4)[:, 3] > 0).astype(int).tolist()


with open(sys.argv[1], encoding="utf-8") as cases:
    json.dump([globals()[one["ask"]](one) for one in json.load(cases)], sys.stdout)
