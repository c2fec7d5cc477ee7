-- Runs of two programs or two experiments are not one group, whatever parameters they have (tracking room): what stands for the
-- settings of a run is made anew. It is another when the run is another, or takes over the parameters of an import.
UPDATE runs SET settings = NULL;
CREATE TRIGGER run_settings_of_taken AFTER UPDATE ON run_parameters BEGIN
  UPDATE runs SET settings = NULL WHERE id IN (old.run, new.run) AND settings IS NOT NULL;
END;
CREATE TRIGGER run_settings_of_run AFTER UPDATE OF experiment, source, recipe, version ON runs
WHEN new.settings IS NOT NULL AND (old.experiment IS NOT new.experiment OR old.source IS NOT new.source
  OR old.recipe IS NOT new.recipe OR old.version IS NOT new.version) BEGIN
  UPDATE runs SET settings = NULL WHERE id = new.id;
END;
