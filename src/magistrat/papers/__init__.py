"""Papers as files: letters by ДСТУ 4163 as PDF/A and DOCX, labels, stamps, barcodes. Pure: data in, bytes out."""
