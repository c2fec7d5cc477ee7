-- Of the serving room: which model answers at an endpoint, for the metrics of deployed models.
CREATE VIEW endpoint_models AS SELECT name, model FROM endpoints;
