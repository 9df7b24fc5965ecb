"""Small files of IATI, of both versions, with a contact person who must not be read."""

NEW = """<iati-activities version="2.03"><iati-activity default-currency="EUR" xml:lang="en">
<iati-identifier> XX-EX-1-{number} </iati-identifier>
<reporting-org ref="XX-EX-1" type="10"><narrative>EXERCISE Fund</narrative></reporting-org>
<title><narrative></narrative><narrative>EXERCISE Mediation &amp;amp; &lt;b&gt;dialogue&lt;/b&gt; {number}</narrative></title>
<description type="2"><narrative>second</narrative></description><description><narrative>first</narrative></description>
<participating-org role="4" ref="XX-EX-2"><narrative>EXERCISE Elders of Mopti</narrative></participating-org>
<activity-status code="{status}"/><activity-date type="1" iso-date="2025-01-01"/><activity-date type="3" iso-date="x"/>
<contact-info><person-name><narrative>EXERCISE-CANARY</narrative></person-name><email>EXERCISE-CANARY</email></contact-info>
<recipient-country code="ml" percentage="60"/><recipient-country code="NE" percentage="39.95"/>
<sector code="15220" percentage="50"/><sector code="15240" percentage="40"/><sector vocabulary="99" code="abc"/>
<tag vocabulary="3" code="16.A"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="2025-02-01"/><value>1000.10</value></transaction>
<transaction><transaction-type code="3"/><transaction-date iso-date="2025-03-01"/><value>0.05</value></transaction>
<transaction><transaction-type code="4"/><transaction-date iso-date="2025-03-01"/><value currency="USD">many</value></transaction>
<result type="1"><title><narrative>r</narrative></title></result></iati-activity>{more}</iati-activities>"""
OLD = """<result><ok>True</ok><iati-activities><iati-activity default-currency="GBP">
<reporting-org ref="XX-EX-9">EXERCISE Old Fund</reporting-org><iati-identifier>XX-EX-9-1</iati-identifier>
<title>EXERCISE old shape</title><description>plain</description><activity-status code="2">Implementation</activity-status>
<activity-date type="start-actual" iso-date="2011-07-01"/><activity-date type="end-planned">2014-06-30</activity-date>
<participating-org role="Funding" ref="GB-1">EXERCISE Donor</participating-org><recipient-country code="TD"/>
<sector code="152" vocabulary="DAC-3"/><transaction><transaction-type code="D"/><value>12</value></transaction>
</iati-activity></iati-activities></result>"""
