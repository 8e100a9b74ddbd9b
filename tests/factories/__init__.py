"""One builder a model: `from tests.factories.households import EnrolmentFactory`. Rows made straight, without services."""
