-- What was found of each execution provider when it was tried (training room). A machine is its processor, its system
-- and the version of ONNX Runtime, so that a workspace that moved is tried anew.
CREATE TABLE providers (
  machine TEXT NOT NULL,
  provider TEXT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (machine, provider)
) STRICT;
