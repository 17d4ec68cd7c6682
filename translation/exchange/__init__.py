"""Files by which texts leave for translators and come back; knows neither Django nor a database."""
